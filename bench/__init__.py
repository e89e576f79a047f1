"""Benchmarks: each beside its peer or limit in one run, printed as ratios. ./run bench NAME [--json]"""

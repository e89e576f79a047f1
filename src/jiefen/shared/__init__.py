"""Building blocks that know neither organisation nor law: fields, errors, clock, files, jobs."""

"""./run check: everything a reviewer should not have to look for."""

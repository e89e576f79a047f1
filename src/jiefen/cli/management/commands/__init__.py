"""One file per command; ./run manage NAME."""

"""The folder of an office's data: who may read it, and what is said when its store does not answer."""

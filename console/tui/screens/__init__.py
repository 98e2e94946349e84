"""The screens, one file each, named after the task it serves."""

"""What it prints is for nobody: the first import of the process from which workers are copied."""

import os

for number in (1, 2):
    os.dup2(os.open(os.devnull, os.O_RDWR), number)

"""What puts the program on an office's machine: the archive that needs no network, and the daily schedule."""

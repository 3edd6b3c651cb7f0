"""Text becomes data or Problems: reading plan files, and knowing where in them everything stands."""

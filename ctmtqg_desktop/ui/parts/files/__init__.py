"""What files a person chooses: their kinds, where each was last, the one dialog for all."""

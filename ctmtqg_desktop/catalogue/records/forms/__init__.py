"""What belongs to forms beside their layout: the sets they go in, the indicators they show."""

"""What the day, the search box, the trash and the calendar show."""

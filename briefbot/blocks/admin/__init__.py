"""What admins see: their part of App Home, and the forms in which they change the configuration."""

"""The starter data, as files that people can read and edit, and what loads it."""

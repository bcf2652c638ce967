"""What is known about consent: of a person, and of the texts they are asked with."""

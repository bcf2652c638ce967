"""Forms of people and companies. They check nothing: the verbs do, their sentences come back."""

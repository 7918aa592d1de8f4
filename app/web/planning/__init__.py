"""The parts of the pages of needs, goals and committees: studies, questions side by side, cards, ways, dates."""

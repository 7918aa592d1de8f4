"""The parts of the page of the planning process: its picture, a step to look at and change, its history."""

package suites

func seatChecks() []Check { return nil }

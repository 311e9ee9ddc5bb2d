package suites

func roleChecks() []Check { return nil }

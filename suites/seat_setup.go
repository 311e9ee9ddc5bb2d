package suites

// seatKeeper knows the seats of the tenant.
type seatKeeper struct{}

package suites

import "slices"

// Sources that several checks of this area rest on.
const (
	refSeatLimit = "App profile, seats.limit: how many active users the tenant allows"
	refSeatSetup = "Setup guide of the app: provisioning fails when a user would exceed the seat limit"
	refOktaError = "Okta shows the error's detail: «Error while creating user …: <detail>»"
)

// seatChecks: an active user holds a seat, and there are only so many. The
// checks fill the tenant, so they run alone and only where the profile says that
// it is a test tenant. They create no more people than there are seats, and a few
// who must be refused.
func seatChecks() []Check {
	return serial(inArea(Seats, []Need{NeedSeats, NeedPushUsers}, slices.Concat(
		seatOverChecks(),
		seatFreeChecks(),
		seatFullChecks(),
		seatReactivateChecks(),
		seatReturnChecks(),
	)))
}

package suites

import (
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// seatOverChecks: the last seat is usable, and one user more is refused.
func seatOverChecks() []Check {
	return []Check{
		{
			ID: "seats.last-free", Level: Must,
			Title:   "Every free seat is usable, the last one too",
			Why:     "Only active users hold seats; an app that counts others, or one too many, refuses people for whom there is room.",
			Symptom: "Provisioning fails although a seat that is paid for is free.",
			Refs:    []string{refSeatLimit},
			Body: withSeats(func(s *seating) {
				s.reportFill(1)
				s.StopIfFailed()
				p, problems := s.take(s.Person())
				s.reportTaken(problems)
				s.StopIfFailed()
				s.Eventually("create the last user", func() []check.Problem { return s.holds(p.ID, check.Active) })
			}),
		},
		{
			ID: "seats.over.refused", Level: Must,
			Title:   "One active user more than there are seats is refused",
			Why:     "Success would mean over-use that is billed or stopped later, or a person without a seat who cannot sign in.",
			Symptom: "None: Okta shows the person as provisioned.",
			Refs: []string{refSeatLimit, refSeatSetup, "https://github.com/snapotter-hq/SnapOtter/issues/966",
				"https://github.com/wandb/docs/issues/1257"},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				a := s.Okta.CreateUser(s.T, s.Person())
				if a.OK() {
					s.accepted(a.Op(), a.Resource.ID())
					return
				}
				s.reportTaken(check.Refused(a))
			}),
		},
		{
			ID: "seats.over.reason", Level: Must,
			Title:   "The refusal of one user too many is a SCIM Error whose detail names the limit",
			Why:     "It is all that the admin sees; «invalid value» leads nowhere.",
			Symptom: "A failed provisioning task whose message does not tell that the seats are used up.",
			Refs: []string{refSeatLimit, refOktaError, "RFC 7644 §3.12",
				"https://github.com/wso2-extensions/identity-inbound-provisioning-scim2/issues/799"},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				a := s.refused(s.Person())
				s.Report(check.ErrorBody(a), check.SeatReason(a, s.limit))
			}),
		},
		{
			ID: "seats.over.not-found", Level: Must,
			Title:   "The lookup does not find a user who was refused for lack of a seat",
			Why:     "Okta retries the whole push; a half-made user is then linked and never gets its profile or its seat.",
			Symptom: "The person exists twice, or is there and cannot sign in.",
			Refs:    []string{refSeatLimit, "RFC 7644 §3.12: a request that fails has no effect"},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				u := s.Person()
				s.refused(u)
				s.Eventually("refuse a user", func() []check.Problem { return check.Miss(s.Okta.LookupUser(s.T, u.UserName), u.UserName) })
			}),
		},
		{
			ID: "seats.over.not-listed", Level: Must,
			Title:   "An import does not list a user who was refused for lack of a seat",
			Symptom: "An import brings in a person whose provisioning failed.",
			Refs:    []string{refSeatLimit, "RFC 7644 §3.12"},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				u := s.Person()
				s.refused(u)
				s.Eventually("refuse a user in the list", func() []check.Problem { return s.notListed(u) })
			}),
		},
		{
			ID: "seats.over.retry", Level: Must,
			Title:   "Okta's retry of a refused user succeeds once a seat is free",
			Why:     "Okta repeats the create. An app that kept something of the refused user answers 409 then.",
			Symptom: "The provisioning task keeps failing after seats were bought or freed.",
			Refs:    []string{refSeatLimit, refSeatSetup},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				u := s.Person()
				s.refused(u)
				s.free(s.first())
				p, problems := s.take(u)
				s.reportTaken(problems)
				s.StopIfFailed()
				s.Eventually("create a refused user again", func() []check.Problem { return s.holds(p.ID, check.Active) })
			}),
		},
		{
			ID: "seats.over.others", Level: Must,
			Title:   "Users who were refused take no seat from others",
			Why:     "An app that counts the attempt, or reserves a seat for it, runs out of seats by refusals.",
			Symptom: "After some failed provisionings nobody can be added, although seats are free.",
			Refs:    []string{refSeatLimit, refSeatSetup},
			Body: withSeats(func(s *seating) {
				s.fill(0)
				s.refused(s.Person())
				s.refused(s.Person())
				s.free(s.first())
				_, problems := s.take(s.Person())
				s.reportTaken(problems)
			}),
		},
		{
			ID: "seats.over.race", Level: Must,
			Title:   "Of several creates at once for the last seat exactly one succeeds",
			Why:     "Okta provisions people in parallel. An app that counts first and inserts then exceeds its limit.",
			Symptom: "Now and then there are more users than seats.",
			Refs:    []string{refSeatLimit, "https://github.com/snapotter-hq/SnapOtter/issues/987"},
			Body: withSeats(func(s *seating) {
				const rounds = 3
				s.fill(0)
				s.refused(s.Person())
				s.free(s.first())
				for range rounds {
					s.raceForLastSeat()
					s.StopIfFailed()
				}
			}),
		},
	}
}

// notListed has a problem when an import lists a refused user.
func (s *seating) notListed(u okta.User) []check.Problem {
	for _, listed := range s.allUsers() {
		if strings.EqualFold(listed.String("userName"), u.UserName) {
			return []check.Problem{{Operation: "GET /Users (import)", Expected: "nothing of the refused " + u.UserName, Actual: "it, under the id " + listed.ID()}}
		}
	}
	return nil
}

// raceForLastSeat sends creates at once; the winner gives the seat back.
func (s *seating) raceForLastSeat() {
	people := make([]okta.User, fewRefused)
	for i := range people {
		people[i] = s.Person()
	}
	answers := atOnce(len(people), func(i int) okta.Answer { return s.Okta.CreateUser(s.T, people[i]) })
	var winners []Person
	for i, a := range answers {
		if a.OK() {
			winners = append(winners, Person{ID: a.Resource.ID(), Sent: people[i]})
			continue
		}
		s.Report(check.Refused(a))
	}
	switch len(winners) {
	case 0:
		s.needFreeSeat()
		s.Failf("POST /Users", "", "one success for the last free seat", "%d refusals at once", len(answers))
	case 1:
		s.awaitUser(winners[0].ID)
		s.deactivate(winners[0])
		s.awaitInactive(winners[0])
	default:
		s.accepted("POST /Users at once", winners[len(winners)-1].ID)
	}
}

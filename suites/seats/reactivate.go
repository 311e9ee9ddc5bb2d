package seats

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// reactivateChecks: activating somebody takes a seat like a create. Some
// apps let people who come back exceed the limit and say so (Flagsmith does),
// so that is a warning.
func reactivateChecks() []kit.Check {
	const symptom = "There are more active users than seats, with over-use that is billed or stopped later."
	refs := []string{refSeatLimit, "https://github.com/antifailure/antifailure/issues/446", "https://github.com/bitwarden/server/issues/2256",
		"https://github.com/Flagsmith/flagsmith/issues/8370"}
	return []kit.Check{
		{
			ID: "seats.reactivate.over", Level: kit.Should, Evidence: kit.RFC, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "Reactivating or linking an inactive user is refused when no seat is free",
			Why:     "Okta finds the person by lookup and sends a PATCH or PUT with active true.",
			Symptom: symptom, Refs: refs,
			Body: withSeats(func(s *seating) {
				p := s.Deactivated()
				s.fill(0)
				if a := s.activate(p); a.OK() {
					s.accepted(a.Op(), p.ID)
				}
			}),
		},
		{
			ID: "seats.reactivate.done-or-refused", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "Reactivating a user when no seat is free either makes it active or is refused with a SCIM Error and leaves it as it was",
			Why:     "Okta takes success for done and does not send it again.",
			Symptom: "Okta shows the person as provisioned, and the person cannot sign in; or a failed task does not say why.",
			Refs:    append([]string{refOktaError}, refs...),
			Body: withSeats(func(s *seating) {
				p := s.Deactivated()
				before := s.MustReadUser(p.ID)
				s.fill(0)
				a := s.activate(p)
				if a.OK() {
					s.Eventually("reactivate without a free seat", func() []check.Problem { return s.Holds(p.ID, check.Active) })
					return
				}
				s.Report(check.RefusedWell(a))
				s.See("refuse a reactivation", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, s.asBefore(before))
			}),
		},
		{
			ID: "seats.reactivate.link-refused", Level: kit.Must, Evidence: kit.Recorded,
			Needs:   []kit.Need{kit.NeedDeactivate, kit.NeedUpdates},
			Title:   "Linking an inactive user with a new profile, refused when no seat is free, stores nothing of it",
			Why:     "Okta sends the whole profile with active true in one PUT; what is refused is tried again later, with the profile of then.",
			Symptom: "Okta reports an error for the person, and the app has half of what was refused.",
			Refs:    append([]string{refOktaError, kit.RefPut}, refs...),
			Body: withSeats(func(s *seating) {
				p := s.Deactivated()
				s.AwaitFindable(p)
				before := s.MustReadUser(p.ID)
				s.fill(0)
				sent := p.Sent
				sent.GivenName, sent.DisplayName = "Janet", s.Person().DisplayName
				a := s.Okta.PushUser(s.T, sent).Last()
				if a.Method == http.MethodGet { // OIN begins with a PATCH
					s.Require(kit.LookUpUser, []check.Problem{{Operation: a.Op(), Expected: "the write that links the user", Actual: "none was sent"}})
				}
				if a.OK() {
					s.Unsupported("the app takes people who come back when no seat is free (seats.reactivate.link)")
				}
				s.Report(check.RefusedWell(a))
				s.See("refuse to link", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, s.asBefore(before))
			}),
		},
		{
			ID: "seats.return.same-account", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full,
			Needs:   []kit.Need{kit.NeedDeactivate},
			Title:   "A deactivated user whose seat went to somebody else comes back to the same account on the last free seat",
			Why:     "Okta deactivates and never deletes: id, attributes and history wait for the person.",
			Symptom: "A returning employee gets a new, empty account, or none although a seat is free.",
			Refs:    []string{refSeatLimit, kit.RefOktaDeactivate, "OIN C9293"},
			Body: withSeats(func(s *seating) {
				p := s.NewUser(kit.With("title", "Engineer"))
				before := s.MustReadUser(p.ID)
				s.own++
				s.fill(0)
				s.Deactivate(p)
				s.AwaitInactive(p)
				next := s.mustTake(s.Person())
				s.Deactivate(next)
				s.AwaitInactive(next)
				run := s.Okta.Reactivate(s.T, p.ID, okta.User{})
				if run.Stop != "" {
					s.needFreeSeat()
				}
				s.reportTaken(check.Through(run))
				s.StopIfFailed()
				free := append(kit.AttributesFreeOnDeactivation(s.T), "schemas")
				s.See("reactivate after the seat was used", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.All(check.Active(r), s.Unchanged(before, r, free...))
				})
			}),
		},
		{
			ID: "seats.return.name-kept", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full,
			Needs:   []kit.Need{kit.NeedDeactivate},
			Title:   "The userName of a deactivated user is not handed out to a new account when its seat went to somebody else",
			Symptom: "A new hire with an old colleague's address gets a second account beside the old one.",
			Refs:    []string{refSeatLimit, "RFC 7643 §4.1.1 userName: uniqueness server", "OIN C9335"},
			Body: withSeats(func(s *seating) {
				p := s.Deactivated()
				s.fill(1)
				again := s.Person()
				again.UserName, again.Email = p.Sent.UserName, p.Sent.Email
				a := s.Okta.CreateUser(s.T, again)
				if a.OK() { // an app may give the same account back
					s.Report(check.SameID(a, p.ID))
				}
				s.Eventually("create a deactivated userName", func() []check.Problem {
					_, problems := s.ByLookup(p.Sent.UserName, p.ID)
					return problems
				})
			}),
		},
	}
}

// asBefore wants a refused user as it was, and inactive.
func (s *seating) asBefore(before okta.Resource) func(okta.Resource) []check.Problem {
	return func(r okta.Resource) []check.Problem { return check.All(check.Inactive(r), s.Unchanged(before, r)) }
}

// activate sends the first write of a reactivation: what a seat is asked for.
func (s *seating) activate(p kit.Person) okta.Answer {
	run := s.Okta.Reactivate(s.T, p.ID, p.Sent)
	for _, a := range run.Answers {
		if a.Method != http.MethodGet {
			return a
		}
	}
	s.Require(kit.Reactivation, check.Through(run))
	return okta.Answer{}
}

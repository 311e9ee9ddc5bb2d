package update

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// The steps of echo, by their places among the answers.
const (
	echoed   = iota // a PUT of exactly what was read
	outdated        // with other values for meta
	changed         // with a new displayName
	repeated        // the same once more
)

// echo: PUTs that change nothing, or the displayName alone. j.Next has the last displayName.
var echo = kit.Sequence{Name: "update with what was read", Step: kit.UpdateUser, Carry: func(t *kit.T, j *kit.Journey) {
	j.Person = t.NewUser(kit.With("title", "Engineer"), kit.With("nickName", "Janie"))
	j.Before.User = t.MustReadUser(j.Person.ID)
	j.Next = t.Person()
	var body okta.Resource
	for _, change := range []func(okta.Resource){
		func(okta.Resource) {},
		outdatedMeta,
		func(r okta.Resource) { r["displayName"] = j.Next.DisplayName; body = r },
	} {
		j.Run.Answers = append(j.Run.Answers, kit.PutUser(t, j.Person, change))
	}
	j.Run.Answers = append(j.Run.Answers, t.Okta.PutUser(t, j.Person.ID, body))
}}

// outdatedMeta is an echo from before somebody else's change.
func outdatedMeta(r okta.Resource) {
	meta, _ := r["meta"].(map[string]any)
	if meta == nil {
		meta = map[string]any{"resourceType": "User"}
	}
	meta["created"], meta["lastModified"], meta["version"] = "2001-01-01T00:00:00Z", "2001-01-01T00:00:00Z", `W/"outdated"`
	r["meta"] = meta
}

// echoChecks: Okta's PUT echoes everything that the server gave.
func echoChecks() []kit.Check {
	accepted := func(which int) func(*kit.T) {
		return func(t *kit.T) { t.Report(check.Accepted(t.Carried().Run.Answers[which])) }
	}
	return inJourney(echo, []kit.Check{
		{
			ID: "users.update.echo", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A PUT of exactly what was read is accepted",
			Why:     "Okta echoes all members of the resource that it read: schemas, meta, groups and whatever else the app adds.",
			Symptom: "Every profile push fails with an error about an attribute that the app itself had sent.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefReadOnly},
			Body:    accepted(echoed),
		},
		{
			ID: "users.update.read-only", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Other values for meta in a PUT are ignored, not refused",
			Why:     "Between Okta's GET and its PUT somebody else may have changed the user: the echo of meta is outdated then.",
			Symptom: "Profile pushes fail at random, or the account's history is overwritten.",
			Refs:    []string{kit.RefReadOnly, "RFC 7643 §3.1: meta is read-only"},
			Body:    accepted(outdated),
		},
		{
			ID: "users.update.twice", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The same PUT again is accepted",
			Why:     "Okta repeats a push after a lost answer.",
			Symptom: "A retry fails.",
			Refs:    []string{kit.RefPut, "RFC 9110 §9.2.2: PUT is idempotent"},
			Body:    accepted(repeated),
		},
		{
			ID: "users.update.echo-keeps", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "After PUTs of what was read, and of a new displayName twice, the last one holds and nothing else has changed",
			Symptom: "A full sync from Okta alters data that nobody changed, or a retry doubles addresses and numbers.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut},
			Body: func(t *kit.T) {
				j := t.Carried()
				t.Require(kit.UpdateUser, check.Status(j.Run.Last(), http.StatusOK))
				kit.DisplayNameAside(t)
				t.Look(j, []kit.View{kit.ViewByID, kit.ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.All(kit.LikeBefore(j.Before.User, "displayName", "name.formatted")(r), check.Text(r, "displayName", j.Next.DisplayName))
				})
			},
		},
		{
			ID: "users.update.read-only-keeps", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Other values for meta in a PUT are not stored",
			Symptom: "None in Okta; the app's own records of when and where are wrong.",
			Refs:    []string{kit.RefReadOnly, "RFC 7643 §3.1: meta is read-only"},
			Body: func(t *kit.T) {
				j := t.Carried()
				t.Look(j, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem { return check.MetaKept(j.Before.User, r) })
			},
		},
	})
}

// bodyChecks: what is the server's own cannot be written, and the path names the user.
func bodyChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.update.body-id", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A PUT whose body has the id of another user leaves that user alone",
			Why:     "The path names the user; id is read-only.",
			Symptom: "One person's push overwrites another person's account.",
			Refs:    []string{kit.RefReadOnly, "RFC 7643 §3.1: id is read-only"},
			Body: func(t *kit.T) {
				p, other := t.NewUser(), t.NewUser()
				before := t.MustReadUser(other.ID)
				// Under a name that is free, so that uniqueness does not stop a server
				// that goes by the body.
				a := kit.PutUser(t, p, func(r okta.Resource) {
					kit.PutUserName(t, r, t.Person().UserName)
					r["id"], r["displayName"] = other.ID, t.Person().DisplayName
				})
				if t.Report(check.NoCrash(a)); a.OK() {
					// Whoever got the change: wait until it can be seen.
					t.Wait("update with another id", func() []check.Problem {
						return t.Holds(p.ID, kit.HasDisplayName(a.Resource.String("displayName")))
					})
				}
				views := []kit.View{kit.ViewByID, kit.ViewLookup}
				t.See("update with another id", other.ID, other.Sent.UserName, views, kit.LikeBefore(before))
			},
		},
		{
			ID: "users.update.body-id-path", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Full,
			Title:   "A PUT whose body has another id changes the user that the path names, or is refused with 4xx",
			Symptom: "No error in Okta: the push is lost.",
			Refs:    []string{kit.RefReadOnly, "RFC 7643 §3.1: id is read-only"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				display := t.Person().DisplayName
				a := kit.PutUser(t, p, func(r okta.Resource) { r["id"], r["displayName"] = t.UnknownID(), display })
				if !a.OK() {
					t.Report(check.Refused(a))
					return
				}
				t.See("update with an unknown id", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.HasDisplayName(display))
			},
		},
		{
			ID: "users.update.lean", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Full,
			Title:   "A PUT of the profile alone, without id, meta and groups, is accepted",
			Why:     "Those members are the server's own; a client need not repeat them.",
			Symptom: "None with Okta, which echoes them; a set-up that maps few attributes fails.",
			Refs:    []string{kit.RefPut, "RFC 7643 §3.1: id and meta are read-only"},
			Body: func(t *kit.T) {
				t.Report(check.Accepted(kit.PutUser(t, t.NewUser(), func(r okta.Resource) {
					for _, name := range []string{"id", "meta", "groups", "locale"} {
						delete(r, name)
					}
				})))
			},
		},
		{
			ID: "users.update.unknown", Level: kit.Should, Evidence: kit.Assumed, Depth: kit.Full,
			Title:   "A PUT to an id that nobody has is answered 404 and creates nobody",
			Symptom: "A push for an account that is gone makes a stray one.",
			Refs:    []string{kit.RefPut, "RFC 7644 §3.5.1: PUT must not create"},
			Body: func(t *kit.T) {
				sent := t.Person()
				body := sent.Resource()
				body["id"] = t.UnknownID()
				a := t.Okta.PutUser(t, t.UnknownID(), body)
				kit.CleanStrayUser(t, a, t.UnknownID())
				t.Report(check.Error(a, http.StatusNotFound))
				t.Eventually("update of an unknown id by lookup", func() []check.Problem {
					return check.Miss(t.Okta.LookupUser(t, sent.UserName), sent.UserName)
				})
			},
		},
	}
}

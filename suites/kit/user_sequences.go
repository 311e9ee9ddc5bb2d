package kit

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// The sequences of users that several checks look at.
var (
	// PushUser: lookup, create. The create is sent whatever the lookup found: each answer has its own check.
	PushUser = Sequence{Name: "push user", Step: CreateUser, Carry: func(t *T, j *Journey) {
		if len(t.check.For) > 0 {
			push(t, j, t.Who())
			return
		}
		sent := t.Person(Mailbox("Kim-Lee.Muller"))
		Named("Mary Jo", "van der Meer", "The Boss "+sent.DisplayName)(&sent)
		push(t, j, sent)
	}}
	// PushOdd is PushUser for a subject who is deactivated again, so that many take no seats.
	PushOdd = Sequence{Name: "push odd user", Step: CreateUser, Carry: func(t *T, j *Journey) {
		push(t, j, t.Who())
		if j.Run.Stop == "" && HasFeature(t, NeedDeactivate) {
			t.AwaitReadable(j.Run.Last())
			t.Okta.Deactivate(t, j.Person.ID)
		}
	}}
	// PushWhole: somebody with a value in each attribute that Okta can map, in several forms, who is put into two groups.
	PushWhole = Sequence{Name: "push whole user", Step: CreateWhole, Carry: func(t *T, j *Journey) {
		push(t, j, EveryForm(t))
		if j.Run.Stop == "" && HasFeature(t, NeedGroups) {
			for range 2 {
				a := t.Okta.CreateGroup(t, t.GroupName(), AsMembers(j.Person))
				j.Group = Group{ID: a.Resource.ID(), Name: a.Resource.String("displayName")}
			}
		}
	}}
	// PushLogin: somebody whose userName is not the e-mail address.
	PushLogin = Sequence{Name: "push user with a login", Step: CreateUser, Carry: func(t *T, j *Journey) {
		push(t, j, t.Person(UserNameWith("login")))
	}}
	// PushAlike: two people who have the names, and the e-mail address, of the person. The answers are theirs.
	PushAlike = Sequence{Name: "push people who are alike", Step: CreateUser, Carry: func(t *T, j *Journey) {
		names := Named("Sam", "Same", "Sam Same "+t.Env().Names.Next())
		j.Person = t.NewUser(names)
		j.Before.User = t.MustReadUser(j.Person.ID)
		for _, alike := range []Option{names, func(u *okta.User) { u.Email = j.Person.Sent.Email }} {
			sent := t.Person(alike)
			a := t.Okta.CreateUser(t, sent)
			t.AwaitReadable(a)
			j.Run.Answers = append(j.Run.Answers, a)
			j.Mates = append(j.Mates, Person{ID: a.Resource.ID(), Sent: sent})
		}
	}}
	// UpdatePerson: GET and PUT with new names, another displayName and externalId. The lookup found the person before.
	UpdatePerson = Sequence{Name: "update", Step: UpdateUser, Carry: func(t *T, j *Journey) {
		j.Person = t.NewUser(With("title", "Engineer"), With("nickName", "Janie"))
		t.Okta.LookupUser(t, j.Person.Sent.UserName)
		j.Before.User = t.MustReadUser(j.Person.ID)
		next := Updated(t)
		j.Next = next
		j.Run = t.Okta.UpdateProfile(t, j.Person.ID, func(r okta.Resource) {
			r.Set(next.GivenName, "name", "givenName")
			r.Set(next.FamilyName, "name", "familyName")
			r["displayName"], r["externalId"] = next.DisplayName, next.ExternalID
		})
	}}
)

// Updated is what a profile update sends for somebody.
func Updated(t *T) okta.User {
	next := t.Person()
	next.GivenName = "Janet"
	return next
}

// CreateWhole is the step of PushWhole.
var CreateWhole = Setup{"users.create.all-attributes", "creating a user with every attribute"}

// push looks somebody up and creates them.
func push(t *T, j *Journey, sent okta.User) {
	miss := t.Okta.LookupUser(t, sent.UserName)
	a := t.Okta.CreateUser(t, sent)
	j.Run = okta.Run{Answers: []okta.Answer{miss, a}, ID: a.Resource.ID()}
	if problems := check.All(check.Status(a, http.StatusCreated), check.WithResource(a)); len(problems) > 0 {
		j.Run.Stop = "the create failed: " + problems[0].String()
	}
	j.Person = Person{ID: a.Resource.ID(), Sent: sent}
	t.Know(j.Person.ID, sent.UserName)
}

// Allowed is Journey for somebody whom an app may refuse by rules of its own: the check is unsupported then.
func (t *T) Allowed(what string) *Journey {
	j := t.Carried()
	if a := j.Run.Last(); RefusesValue(a) || a.Status == http.StatusConflict {
		t.Unsupported("the app refuses %s: %d %s", what, a.Status, a.Resource.String("detail"))
	}
	return t.Journey()
}

// Whom is the subject of the check.
func (t *T) Whom() Subject { return t.check.For[0] }

// standardPersonas and standardNames are those for whom a standard run has checks.
var (
	standardPersonas = []string{"plus", "umlaut", "cjk", "long"}
	standardNames    = []string{"ampersand", "umlaut", "blank", "percent-code"}
)

// Personas are people with names and addresses of every kind.
func Personas() []Subject {
	var out []Subject
	for _, who := range Traits {
		s := Subject{Name: "somebody with " + who.Has, Depth: Full, Choosy: who.Choosy, Person: func(t *T) okta.User {
			p := Persona(t, who.Persona)
			return t.Person(As(p), Mailbox(p.Local))
		}}
		switch {
		case who.Persona == "apostrophe":
			s.Depth = Quick
		case slices.Contains(standardPersonas, who.Persona):
			s.Depth = Standard
		}
		out = append(out, s)
	}
	return out
}

// OddNames are people with something in the userName that breaks filters or URLs. Of an app that knows people by their
// address, the address has it too.
func OddNames(level Level) []Subject {
	var out []Subject
	for _, odd := range OddUserNames {
		if LevelOfFilter(odd.Local) != level {
			continue
		}
		s := Subject{Name: "a userName with " + odd.Title, Depth: Full, Choosy: true, Person: func(t *T) okta.User {
			if KnownByEmail(t) {
				return t.Person(Mailbox(odd.Local))
			}
			return t.Person(UserNameWith(odd.Local))
		}}
		if slices.Contains(standardNames, odd.Id) {
			s.Depth = Standard
		}
		out = append(out, s)
	}
	return out
}

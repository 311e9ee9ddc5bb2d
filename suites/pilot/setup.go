package pilot

import (
	"context"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/pilot/roster"
	"github.com/oktascim/oktascim/suites/profile"
)

// lookupLimit is up to how many people each is looked up as Okta does it. Of
// more, the lists tell who is there, and only doubtful ones are looked up.
const lookupLimit = 500

// setup is what plan and verify have in common.
type setup struct {
	env      *harness.Env
	roster   *roster.Roster
	mapping  mapping
	assigned []*roster.Person // of the roster, in its order
	others   []*roster.Person // members of groups who are not assigned
	leavers  []*roster.Person
	pushed   []string // groups of the roster
	target   *target
	reader   *reader
	as       *reading
}

func newSetup(env *harness.Env, r *roster.Roster, progress func(string)) *setup {
	if progress == nil {
		progress = func(string) {}
	}
	s := &setup{env: env, roster: r, mapping: newMapping(env.Profile), pushed: r.Groups(), reader: &reader{env: env, progress: progress}}
	for i := range r.People {
		switch p := &r.People[i]; p.Status {
		case roster.NotAssigned:
			s.others = append(s.others, p)
		case roster.Leaver:
			s.leavers = append(s.leavers, p)
		default:
			s.assigned = append(s.assigned, p)
		}
	}
	return s
}

// key is what Okta's lookup carries for a person: by the profile the userName
// or the e-mail address.
func (s *setup) key(p *roster.Person) string {
	if s.env.Profile.Okta.UniqueIdentifier == profile.ByEmail {
		if p.Email == "" && !s.roster.Columns[roster.Email] && strings.Contains(p.UserName, "@") {
			return p.UserName
		}
		return p.Email
	}
	return p.UserName
}

// byEmail tells whether Okta also looks people up by `email eq`.
func (s *setup) byEmail() bool {
	return s.env.Profile.Okta.EmailLookup && s.env.Profile.Okta.UniqueIdentifier == profile.ByEmail
}

// few tells whether each person is looked up.
func (s *setup) few() bool { return len(s.roster.People) <= lookupLimit }

// read reads the target: all of it, or, when whole is false and that is less
// work, only those whom lookups find.
func (s *setup) read(ctx context.Context, whole bool, m *marker) error {
	s.as = newReading(s.mapping.attribute, s.mapping.roles, m)
	s.target = newTarget(len(s.assigned))
	if !whole {
		total, err := s.reader.count(ctx)
		if err != nil {
			return err
		}
		whole = len(s.roster.People) > total/pageSize
	}
	if whole {
		if err := s.reader.readUsers(ctx, s.target, s.as); err != nil {
			return err
		}
	} else {
		all := slices.Concat(s.assigned, s.others, s.leavers)
		keys := func(p *roster.Person) []string {
			out := []string{s.key(p)}
			if p.Email != "" && !strings.EqualFold(p.Email, out[0]) {
				out = append(out, p.Email)
			}
			return out
		}
		if err := s.reader.findUsers(ctx, s.target, s.as, all, keys); err != nil {
			return err
		}
	}
	var named []string
	named = append(named, s.pushed...)
	for _, g := range s.mapping.groups {
		named = append(named, g.Group)
	}
	return s.reader.readGroups(ctx, s.target, named)
}

// Requests is how many requests were sent before the checks ran, and Timings
// how long each took.
func (s *setup) Requests() int { return s.reader.requests }

// Timings are those of the requests that were sent before the checks ran.
func (s *setup) Timings() []harness.Timing { return s.reader.timings }

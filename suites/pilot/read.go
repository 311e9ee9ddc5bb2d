package pilot

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
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
	s := &setup{env: env, roster: r, mapping: newMapping(env.Profile), pushed: r.Groups(),
		reader: &reader{env: env, progress: progress}}
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

// byEmail reports whether Okta also looks people up by `email eq`.
func (s *setup) byEmail() bool {
	return s.env.Profile.Okta.EmailLookup && s.env.Profile.Okta.UniqueIdentifier == profile.ByEmail
}

// few reports whether each person is looked up.
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
func (s *setup) Timings() []result.Timing { return s.reader.timings }

// ReadError says that the target could not be read as an import reads it, so
// that nothing can be said about the pilot.
type ReadError struct{ Cause, Remedy string }

func (e *ReadError) Error() string { return e.Cause + "\n" + e.Remedy }

// pageSize is Okta's: an import asks for 1–100, 101–200 and so on.
const pageSize = 100

// mostPages bounds an import whose pages never end.
const mostPages = 50_000

// reader reads the target before the checks run.
type reader struct {
	env      *harness.Env
	progress func(string)
	timings  []result.Timing
	requests int
	notes    []string
}

// get sends one request and forgets its body once it is judged: of a thousand
// pages none is kept.
func (r *reader) get(ctx context.Context, send func(context.Context, *okta.Client) okta.Answer) okta.Answer {
	session := r.env.NewSession("")
	a := send(ctx, session.Client)
	r.requests += session.Recorder.Count()
	r.timings = append(r.timings, session.Recorder.Timings()...)
	return a
}

// list reads a whole list page by page and hands on every resource, each id as
// often as it is shown. It asks for pages of 100 as Okta does, and goes on
// behind what it really got, so that nobody is missed.
func (r *reader) list(ctx context.Context, what string, page func(*okta.Client, context.Context, int, int) okta.Answer,
	each func(okta.Resource) (isNew bool)) error {
	start, short, seen := 1, false, 0
	for pages := 0; ; pages++ {
		a := r.get(ctx, func(ctx context.Context, c *okta.Client) okta.Answer { return page(c, ctx, start, pageSize) })
		if err := ctx.Err(); err != nil {
			return err
		}
		list, total, err := r.page(a, what, start)
		if err != nil {
			return err
		}
		fresh := 0
		for _, one := range list {
			if each(one) {
				fresh++
			}
		}
		seen += fresh
		end := start + len(list)
		r.progress(fmt.Sprintf("reading %s: %s of %s", what, number(min(end-1, total)), number(total)))
		switch {
		case len(list) == 0 || end > total && (fresh > 0 || seen >= total):
			if seen < total {
				r.notes = append(r.notes, fmt.Sprintf("the list of %s counts %s and shows %s: who is not shown was not read "+
					"(import.*)", what, number(total), number(seen)))
			}
			return nil
		case fresh == 0:
			return r.fail("page %d of %s shows only who was shown before: startIndex %d is not obeyed, so that an import "+
				"never ends (import.users.*)",
				"Repair the paging, `oktascim run --area import` shows how; until then Okta cannot import "+
					"either.", pages+1, what, start)
		case pages >= mostPages:
			return r.fail("the list of %s does not end: %d pages were read and totalResults says %s",
				"Repair totalResults, which must be the number of all resources.", what, pages, number(total))
		}
		if len(list) < pageSize && !short {
			short = true
			r.notes = append(r.notes, fmt.Sprintf("a page of %s has %d entries although %d were asked for: Okta goes on at %d "+
				"and would miss the ones between", what, len(list), pageSize, start+pageSize))
		}
		start = end
	}
}

// page judges one page of a list: what it shows and how many there are.
func (r *reader) page(a okta.Answer, what string, start int) ([]okta.Resource, int, error) {
	request := fmt.Sprintf("GET /%s?startIndex=%d&count=%d", title(what), start, pageSize)
	switch {
	case a.Err != nil:
		return nil, 0, r.fail("%s gave no answer: %v",
			"Check that the service is up, then run again; --timeout sets the limit.", request, a.Err)
	case a.Status != http.StatusOK:
		return nil, 0, r.fail("%s answered %d: without the whole list nothing can be said about the pilot",
			"Okta could not import either. Repair the list: `oktascim run --area import,connector` shows "+
				"how.", request, a.Status)
	}
	total := check.Total(a)
	list, whole := a.List()
	if total == 0 && a.Resource["Resources"] == nil {
		return nil, 0, nil // legal by the RFC
	}
	if total < 0 || !whole {
		return nil, 0, r.fail("%s does not answer with a list of resources and their number: %s",
			"Okta could not import either. Repair the list: `oktascim run --area import,connector` shows "+
				"how.", request, first(check.List(a)))
	}
	return list, total, nil
}

func (r *reader) fail(cause, remedy string, args ...any) error {
	return &ReadError{Cause: r.env.Redactor.Text(fmt.Sprintf(cause, args...)), Remedy: remedy}
}

func first(problems []check.Problem) string {
	if len(problems) == 0 {
		return "it cannot be read"
	}
	return problems[0].String()
}

func title(what string) string {
	if what == "groups" {
		return "Groups"
	}
	return "Users"
}

// count asks how many users there are.
func (r *reader) count(ctx context.Context) (int, error) {
	a := r.get(ctx, func(ctx context.Context, c *okta.Client) okta.Answer { return c.ListUsers(ctx, 1, 1) })
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	_, total, err := r.page(a, "users", 1)
	return total, err
}

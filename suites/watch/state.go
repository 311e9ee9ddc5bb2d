package watch

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// user is what was seen of one user.
type user struct {
	id, name string
	sent     okta.Resource // as the app should hold it: what Okta wrote last, or what was read first
	active   any           // true, false, or nil when it is not known
	last     change
	left     bool // was deactivated: whether it stays in its groups is the app's policy
}

// group is what was seen of one group.
type group struct {
	id, name string
	members  map[string]bool // as Okta wrote them
	whole    bool            // all members are known
	last     change
	gone     bool
}

// state is what the traffic tells about the app.
type state struct {
	users       map[string]*user  // by id
	userNames   map[string]*user  // by name in lower case
	groups      map[string]*group // by id
	groupNames  map[string]*group
	missed      map[string]time.Time // names that a lookup did not find
	showMembers bool                 // a group was seen with members
	spans       spans
}

func newState() *state {
	return &state{users: map[string]*user{}, userNames: map[string]*user{}, groups: map[string]*group{},
		groupNames: map[string]*group{}, missed: map[string]time.Time{}, spans: spans{open: map[string]*span{}}}
}

// learnUser notes a user that an answer showed, and returns what is known.
func (s *state) learnUser(r okta.Resource) *user {
	id, name := r.ID(), r.String("userName")
	if id == "" || name == "" {
		return nil
	}
	u := s.users[id]
	if u == nil {
		u = &user{id: id, sent: r.Clone()}
		s.users[id] = u
		s.nameUser(u, name)
	}
	if active, ok := r["active"].(bool); ok && u.active == nil {
		u.active = active
	}
	return u
}

func (s *state) nameUser(u *user, name string) {
	if s.userNames[strings.ToLower(u.name)] == u {
		delete(s.userNames, strings.ToLower(u.name))
	}
	u.name = name
	s.userNames[strings.ToLower(name)] = u
}

func (s *state) learnGroup(id, name string) *group {
	if id == "" {
		return nil
	}
	g := s.groups[id]
	if g == nil {
		g = &group{id: id, members: map[string]bool{}}
		s.groups[id] = g
	}
	if g.name == "" && name != "" {
		s.nameGroup(g, name)
	}
	return g
}

func (s *state) nameGroup(g *group, name string) {
	if s.groupNames[g.name] == g {
		delete(s.groupNames, g.name)
	}
	g.name, s.groupNames[name] = name, g
}

// names are the userNames of ids, for problems.
func (s *state) names(ids ...[]string) map[string]string {
	out := map[string]string{}
	for _, id := range slices.Concat(ids...) {
		if u := s.users[id]; u != nil {
			out[id] = u.name
		}
	}
	return out
}

// expected are the members that a group must show, and those it may show.
func (s *state) expected(g *group) (must, may []string) {
	for _, id := range slices.Sorted(maps.Keys(g.members)) {
		if u := s.users[id]; u != nil && !u.left && u.active == true {
			must = append(must, id)
		} else {
			may = append(may, id)
		}
	}
	return must, may
}

// derived are attributes that an app fills in by itself, or that follow from other writes.
var derived = []string{"schemas", "id", "meta", "groups", "roles", "entitlements", "password", "name.formatted",
	"active"}

// paths are the attributes of a resource that the app must keep: "name.givenName", "urn:…:User:department".
func paths(r okta.Resource) (out []string) {
	own := check.Own(r)
	for _, name := range slices.Sorted(maps.Keys(r)) {
		object, nested := r[name].(map[string]any)
		switch {
		case slices.Contains(derived, name) || slices.Contains(own, name):
		case !nested:
			out = append(out, name)
		default:
			between := "."
			if strings.HasPrefix(name, "urn:") {
				between = ":"
			}
			for _, below := range slices.Sorted(maps.Keys(object)) {
				if path := name + between + below; !slices.Contains(derived, path) {
					if _, deeper := object[below].(map[string]any); !deeper {
						out = append(out, path)
					}
				}
			}
		}
	}
	return out
}

// spans tell when each resource was last written to, as soon as it is: a read is only held against what was written
// when no other write came between.
type spans struct {
	mu   sync.Mutex
	open map[string]*span
}

type span struct {
	busy  int // writes that are under way, or not judged yet
	ended time.Time
}

func (s *spans) began(path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[path] == nil {
		s.open[path] = &span{}
	}
	s.open[path].busy++
}

func (s *spans) finished(path string, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[path].ended = at
}

// judged notes that what the write did is known by now.
func (s *spans) judged(path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.open[path]; o != nil && o.busy > 0 {
		o.busy--
	}
}

// made notes that a resource was created.
func (s *spans) made(path string, ended time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[path] == nil {
		s.open[path] = &span{}
	}
	s.open[path].ended = ended
}

// settledAt reports whether a read that began then shows what was written before, and when it surely does.
func (s *spans) settledAt(began time.Time, settle time.Duration, path string) (bool, time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.open[path]
	if o == nil {
		return true, time.Time{}
	}
	due := o.ended.Add(settle)
	return o.busy == 0 && !began.Before(due), due
}

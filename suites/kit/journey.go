package kit

import (
	"sync"
	"time"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// A Sequence is what a journey carries out: a set-up, and as its last step what Okta sends for one admin action. Checks
// that only look at what came of it name the sequence and share one journey for each subject and dialect.
type Sequence struct {
	Name string
	// Both is set where the dialects share one journey, since it sends the same in both.
	Both bool
	// Step is the last step and the check that judges whether it was accepted.
	Step Setup
	// Carry carries the sequence out. It leaves the answers to the last step in j.Run, whatever they are.
	Carry func(t *T, j *Journey)
}

// A Journey is a sequence that was carried out.
type Journey struct {
	Person Person   // whom it is about
	Mates  []Person // others who are in it
	Group  Group    // in which they are, if any
	Groups []Group  // others
	// Before are the person, the group and the mates as they were before the last step.
	Before struct {
		User, Group okta.Resource
		Mates       []okta.Resource
	}
	// Next is what the last step sent for the person, where that is something else.
	Next okta.User
	// Run has the answers to the last step.
	Run okta.Run
	// Changes are those of a membership, one after the other, where that is the journey.
	Changes []MemberChange

	sequence Sequence
	session  *harness.Session
	others   struct{ user, group okta.Resource } // the bystanders before the last step
	steps    int                                 // exchanges up to the last step
	ended    time.Time                           // the last step
	views    map[string]seen
}

// seen is the latest read of a view.
type seen struct {
	resource okta.Resource
	problems []check.Problem
	exchange int // its index in the session
}

type journeyKey struct {
	sequence, subject string
	dialect           okta.Dialect
}

// journeys are those of a run.
type journeys struct {
	mu  sync.Mutex
	all map[journeyKey]*shared
}

// shared is a journey and how many checks of the plan have still to look at it.
type shared struct {
	fact    Fact[*Journey]
	session *harness.Session
	left    int
	held    int // people whom it keeps
}

func (p Planned) journey() journeyKey {
	key := journeyKey{p.Journey.Name, p.Subject, p.Dialect}
	if p.Journey.Both {
		key.dialect = ""
	}
	return key
}

// expect enters the checks of a plan.
func (js *journeys) expect(plan []Planned) {
	js.mu.Lock()
	defer js.mu.Unlock()
	for _, p := range plan {
		if p.Journey.Name == "" {
			continue
		}
		if js.all[p.journey()] == nil {
			js.all[p.journey()] = &shared{fact: Fact[*Journey]{ask: newJourney}}
		}
		js.all[p.journey()].left++
	}
}

func (js *journeys) of(t *T) *shared {
	js.mu.Lock()
	defer js.mu.Unlock()
	s := js.all[t.planned().journey()]
	if s != nil && s.session == nil {
		s.session = t.Env().JourneySession(t.Okta.Config().Dialect)
		t.World.settle(s.session, t.check.Journey.Name+t.check.Subject)
		s.fact.session = s.session
	}
	return s
}

// leave is called when a check has ended. It returns the session of a journey at which nobody looks any more, to be
// cleaned up, and by how much the number of people changed whom journeys keep.
func (js *journeys) leave(t *T) (done *harness.Session, kept int) {
	js.mu.Lock()
	defer js.mu.Unlock()
	s := js.all[t.planned().journey()]
	if s == nil {
		return nil, 0
	}
	if s.session != nil {
		people := s.session.Users()
		kept, s.held = people-s.held, people
	}
	if s.left--; s.left > 0 || s.session == nil {
		return nil, kept
	}
	delete(js.all, t.planned().journey())
	return s.session, kept - s.held
}

// rest are the sessions of journeys at which not all checks looked that were to.
func (js *journeys) rest() (out []*harness.Session) {
	js.mu.Lock()
	defer js.mu.Unlock()
	for _, s := range js.all {
		if s.session != nil {
			out = append(out, s.session)
		}
	}
	js.all = map[journeyKey]*shared{}
	return out
}

func (t *T) planned() Planned { return Planned{Check: t.check, Dialect: t.dialect} }

// Journey is the journey of the check: its last step was accepted, or the check is blocked by that.
func (t *T) Journey() *Journey {
	j := t.Carried()
	if problems := check.Through(j.Run); len(problems) > 0 {
		t.refuse(j.sequence.Step, problems[0], j.session, j.steps-1)
	}
	return j
}

// Carried is the journey of the check, for one that judges the answers to its last step.
func (t *T) Carried() *Journey {
	if t.journey == nil {
		if s := t.World.journeys.of(t); s != nil && !t.again {
			t.journey = s.fact.Get(t)
		} else {
			t.journey, _ = newJourney(t)
		}
	}
	for id, name := range t.journey.names() {
		t.Know(id, name)
	}
	return t.journey
}

func newJourney(t *T) (*Journey, bool) {
	j := &Journey{sequence: t.check.Journey, session: t.Session, views: map[string]seen{}}
	j.sequence.Carry(t, j)
	j.steps, j.ended = t.Session.Recorder.Count(), time.Now()
	return j, true
}

func (j *Journey) names() map[string]string {
	out := map[string]string{}
	for _, p := range append([]Person{j.Person}, j.Mates...) {
		out[p.ID] = p.Sent.UserName
	}
	for _, g := range append([]Group{j.Group}, j.Groups...) {
		out[g.ID] = g.Name
	}
	delete(out, "")
	return out
}

// Look reports whether the person of a journey satisfies want in each of these views. A view is read once for all
// checks, and again for one that does not find there what it wants: until the settle time since the last step is over.
func (t *T) Look(j *Journey, views []View, want func(okta.Resource) []check.Problem) {
	t.LookAt(j, j.Person, views, want)
}

// LookAt is Look for another person of the journey.
func (t *T) LookAt(j *Journey, p Person, views []View, want func(okta.Resource) []check.Problem) {
	for _, v := range views {
		t.look(j, v, p.ID, userPlaces[v], want, func(t *T) (okta.Resource, []check.Problem) { return t.readUser(v, p.ID, p.Sent.UserName) })
	}
}

// LookGroup is Look for the group.
func (t *T) LookGroup(j *Journey, views []View, want func(okta.Resource) []check.Problem) {
	t.LookGroupAt(j, j.Group, views, want)
}

// LookGroupAt is LookGroup for another group of the journey.
func (t *T) LookGroupAt(j *Journey, g Group, views []View, want func(okta.Resource) []check.Problem) {
	for _, v := range views {
		t.look(j, v, g.ID, groupPlaces[v], want, func(t *T) (okta.Resource, []check.Problem) { return t.readGroup(v, g.ID, g.Name) })
	}
}

// WatchOthers keeps how the bystanders are before the last step.
func (j *Journey) WatchOthers(t *T) { j.others.user, j.others.group = t.awaitBystanders(Bystanders(t)) }

// LookOthers reports whether the bystanders are as they were before the last step.
func (t *T) LookOthers(j *Journey) {
	b := Bystanders(t)
	t.Eventually(j.sequence.Name+" leaves others alone", func() []check.Problem {
		u, g, problems := b.Read(t)
		if len(problems) > 0 {
			return check.At("bystander", problems...)
		}
		return check.All(check.At("bystander user", t.Unchanged(j.others.user, u)...), check.At("bystander group", t.Unchanged(j.others.group, g)...))
	})
}

func (t *T) look(j *Journey, v View, id, place string, want func(okta.Resource) []check.Problem, read func(*T) (okta.Resource, []check.Problem)) {
	in, key := t.As(j.session), string(v)+" "+id
	judge := func(s seen) []check.Problem {
		if len(s.problems) > 0 {
			return s.problems
		}
		found := want(s.resource)
		if v != ViewByID {
			found = ofShown(s.resource, found)
		}
		return check.In(place, found...)
	}
	again := func() []check.Problem {
		r, problems := read(in)
		j.views[key] = seen{r, problems, j.session.Recorder.Count() - 1}
		return judge(j.views[key])
	}
	last, known := j.views[key]
	if known && len(t.toJudge(judge(last))) == 0 {
		return
	}
	var problems []check.Problem
	if !known || time.Since(j.ended) < t.Env().Settle {
		problems, _ = in.Wait(j.sequence.Name+" "+string(v), again)
	} else {
		problems = again()
	}
	if clean := !t.Failed(); len(problems) > 0 {
		t.Report(problems)
		if clean && t.Failed() {
			t.faultyIn, t.faulty = j.session, j.views[key].exchange
		}
	}
}

package watch

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// Bounds of the reads that verify.
const (
	verifiers    = 4
	mostPages    = 50 // of a list
	mostMembers  = 5  // whose own side is read after a membership change
	firstReread  = 50 * time.Millisecond
	verifiedPage = 100
	listReads    = 3 // before somebody counts as missing
)

// verifier reads back what Okta has written. It sends nothing but GET.
type verifier struct {
	w      *Watcher
	client *okta.Client
	pace   pace
	ctx    context.Context
	stop   context.CancelFunc
	done   sync.WaitGroup

	mu      sync.Mutex
	wake    *sync.Cond
	pending []task
	busy    int
	closing bool
	good    map[string]bool // users and groups that are as Okta wrote them
	walk    bool            // something was written since the lists were read
	reads   int
	cut     bool // the lists are too long to be read
	turn    int  // of bystanders
}

// task is a write that is to be verified.
type task struct {
	kind     harness.Kind
	id, who  string
	what     change
	affected []string // members who left
	refused  bool     // a create that must have left nothing behind
}

func newVerifier(w *Watcher) *verifier {
	v := &verifier{w: w, good: map[string]bool{}, pace: pace{each: time.Duration(float64(time.Second) / w.options.Verify)},
		client: okta.New(okta.Config{BaseURL: w.options.BaseURL, Transport: w.options.Transport, Dialect: okta.OIN,
			Retries429: -1})}
	v.ctx, v.stop = context.WithCancel(context.Background())
	v.wake = sync.NewCond(&v.mu)
	for range verifiers {
		v.done.Go(v.work)
	}
	return v
}

// wrote asks for the verification of a write. Of several to one resource the last one counts.
func (v *verifier) wrote(s step) {
	t := task{kind: s.kind, id: s.id, who: s.who, what: s.what, affected: s.takes}
	switch {
	case s.OK() && s.id != "":
	case s.what == create && s.Err == nil && s.Status >= 400 && s.Status < 500 && s.Status != http.StatusConflict &&
		s.who != "":
		t.refused = true
	default:
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.good, resource(t.kind, t.id))
	v.pending = slices.DeleteFunc(v.pending, func(o task) bool {
		if o.kind == t.kind && o.id == t.id && o.who == t.who {
			t.affected = append(t.affected, o.affected...)
			return true
		}
		return false
	})
	v.pending, v.walk = append(v.pending, t), true
	v.wake.Signal()
}

func (v *verifier) work() {
	for {
		v.mu.Lock()
		for len(v.pending) == 0 && !(v.walk && v.busy == 0) && !v.closing {
			v.wake.Wait()
		}
		switch {
		case v.ctx.Err() != nil, v.closing && len(v.pending) == 0 && !(v.walk && v.busy == 0):
			v.mu.Unlock()
			return
		case len(v.pending) > 0:
			t := v.pending[0]
			v.pending = v.pending[1:]
			v.busy++
			v.mu.Unlock()
			v.verify(t)
		default:
			v.walk = false
			v.busy++
			v.mu.Unlock()
			v.lists()
		}
		v.mu.Lock()
		v.busy--
		v.wake.Broadcast()
		v.mu.Unlock()
	}
}

// close waits until everything is verified, or ctx ends.
func (v *verifier) close(ctx context.Context) {
	stopped := context.AfterFunc(ctx, func() {
		v.stop()
		v.mu.Lock()
		defer v.mu.Unlock()
		v.wake.Broadcast()
	})
	defer stopped()
	v.mu.Lock()
	v.closing = true
	v.wake.Broadcast()
	v.mu.Unlock()
	v.done.Wait()
	v.stop()
}

func (v *verifier) notes() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	out := []string{fmt.Sprintf("--verify sent %d reads", v.reads)}
	if n := len(v.pending); n > 0 {
		out = append(out, fmt.Sprintf("%d writes were not verified: the watch ended first; --verify-rate allows "+
			"more reads a second", n))
	}
	if v.cut {
		out = append(out, fmt.Sprintf("lists of more than %d pages were not read to their end", mostPages))
	}
	return out
}

// verify reads what a write has done, again and again until it shows or the settle time is over.
func (v *verifier) verify(t task) {
	lookup := [][2]string{{"filter", `userName eq "` + quoted(t.name(v)) + `"`}, {"startIndex", "1"}, {"count", "100"}}
	if t.kind == harness.Groups {
		lookup[0][1] = `displayName eq "` + quoted(t.name(v)) + `"`
	}
	find := okta.Request{Method: http.MethodGet, Path: "/" + string(t.kind), Query: lookup}
	if t.refused {
		v.poll(1, func(d *draft) {
			if x := v.send(find); x != nil {
				v.judge(d, x, func(j *judge) { j.says("errors.refused.user-create", t.who, check.FindsNone(x.Answer, t.who)) })
			}
		})
		return
	}
	others := v.bystanders(t)
	good := v.poll(1, func(d *draft) { v.see(d, okta.Request{Method: http.MethodGet, Path: resource(t.kind, t.id)}, "") })
	good = v.poll(1, func(d *draft) { v.see(d, find, "") }) && good
	if t.kind == harness.Groups {
		v.sides(t)
	}
	for _, other := range others {
		unchanged := v.poll(1, func(d *draft) { v.see(d, okta.Request{Method: http.MethodGet, Path: other}, othersCheck(t)) })
		v.mu.Lock()
		v.good[other] = v.good[other] && unchanged // told once
		v.mu.Unlock()
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.good[resource(t.kind, t.id)] = good && t.what != erase
}

// resource is the path of a user or group.
func resource(kind harness.Kind, id string) string {
	return "/" + string(kind) + "/" + url.PathEscape(id)
}

func quoted(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if r == '"' || r == '\\' {
			out = append(out, '\\')
		}
		out = append(out, r)
	}
	return string(out)
}

// name is what the resource is called by now.
func (t task) name(v *verifier) string {
	v.w.mu.Lock()
	defer v.w.mu.Unlock()
	if u := v.w.judge.state.users[t.id]; t.kind == harness.Users && u != nil {
		return u.name
	}
	if g := v.w.judge.state.groups[t.id]; t.kind == harness.Groups && g != nil {
		return g.name
	}
	return t.who
}

// sides reads a membership from the side of some of the users.
func (v *verifier) sides(t task) {
	v.w.mu.Lock()
	state := v.w.judge.state
	g := state.groups[t.id]
	if g == nil {
		v.w.mu.Unlock()
		return
	}
	must, _ := state.expected(g)
	gone, members := g.gone, g.members
	if gone {
		must = must[:min(len(must), mostMembers)]
	}
	left := slices.DeleteFunc(slices.Clone(t.affected), func(id string) bool {
		return members[id] ||
			state.users[id] == nil
	})
	v.w.mu.Unlock()
	for _, id := range append(must[max(0, len(must)-mostMembers):], left[:min(len(left), mostMembers)]...) {
		v.poll(1, func(d *draft) {
			kept := ""
			if gone {
				kept = "groups.delete.users"
			}
			x := v.see(d, okta.Request{Method: http.MethodGet, Path: "/Users/" + url.PathEscape(id)}, kept)
			if x == nil || !x.OK() {
				return
			}
			v.judge(d, x, func(j *judge) {
				names := map[string]string{g.id: g.name}
				j.role(id, x)
				switch is, known := j.settled(harness.Groups, t.id), j.state.groups[t.id]; {
				case !is || known == nil:
				case known.gone:
					j.says("groups.delete.users-groups", t.who, check.In(x.Op(), check.GroupsOf(x.Resource, nil, []string{g.id},
						names)...))
				case known.members[id]:
					j.says("members.users.groups", t.who, check.In(x.Op(), check.GroupsIfShown(x.Resource, g.id, names)...))
				default:
					j.says("members.users.groups", t.who, check.In(x.Op(), check.GroupsOf(x.Resource, nil, []string{g.id}, names)...))
				}
			})
		})
	}
}

// bystanders are a user and a group that the write does not name, and that were as they should be.
func (v *verifier) bystanders(t task) (out []string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.turn++
	all := slices.Sorted(maps.Keys(v.good))
	for _, kind := range []string{"/Users/", "/Groups/"} {
		for i := range all {
			other := all[(v.turn+i)%len(all)]
			named := other == resource(t.kind, t.id) || slices.ContainsFunc(t.affected,
				func(id string) bool { return other == resource(harness.Users, id) })
			if v.good[other] && !named && strings.HasPrefix(other, kind) {
				out = append(out, other)
				break
			}
		}
	}
	return out
}

// othersCheck is the check that a write leaves everybody else alone.
func othersCheck(t task) string {
	if t.kind == harness.Users {
		if t.what == password || t.what == update {
			return "users.update.others"
		}
		return "users." + string(t.what) + ".others"
	}
	return firstOf(map[change]string{create: "groups.push.others", rename: "groups.rename.others",
		erase: "groups.delete.others"}[t.what],
		"members.users.others")
}

// draft is what checks say of a read that may be repeated.
type draft struct {
	said []said
	due  time.Time // when the app surely shows what it was written
}

type said struct {
	id, who  string
	problems []check.Problem
	x        *Exchange
}

func (d *draft) holds() bool {
	return !slices.ContainsFunc(d.said, func(s said) bool { return len(s.problems) > 0 })
}

// poll enters what read says when it holds, or when the time is over in which a write may show. A list is read again in
// any case: while it is read, others may come and go, and move somebody to a page that was read already.
func (v *verifier) poll(tries int, read func(*draft)) bool {
	for pause := firstReread; v.ctx.Err() == nil; pause = min(2*pause, time.Second) {
		tries--
		began, d := time.Now(), &draft{}
		read(d)
		if d.holds() || began.After(d.due) && tries <= 0 {
			v.w.mu.Lock()
			defer v.w.mu.Unlock()
			for _, s := range d.said {
				v.w.judge.x = s.x
				v.w.judge.says(s.id, s.who, s.problems)
			}
			return d.holds()
		}
		select {
		case <-time.After(pause):
		case <-v.ctx.Done():
		}
	}
	return false
}

// see reads and judges a resource or a list; others, if not empty, is the check of what was not written to.
func (v *verifier) see(d *draft, r okta.Request, others string) *Exchange {
	x := v.send(r)
	if x != nil {
		v.judge(d, x, func(j *judge) {
			j.others = others
			j.exchange(x)
			j.others = ""
		})
	}
	return x
}

// judge lets the judge say something that is not entered yet. Whether the app had time to show a write, poll knows.
func (v *verifier) judge(d *draft, x *Exchange, say func(*judge)) {
	v.w.mu.Lock()
	defer v.w.mu.Unlock()
	j := v.w.judge
	j.x, j.draft = x, d
	say(j)
	j.draft = nil
}

// send sends a read with the token that works for Okta; nil when the watch ends or there is none yet.
func (v *verifier) send(r okta.Request) *Exchange {
	token := v.w.options.Authorization
	if token == "" {
		v.w.mu.Lock()
		token = v.w.latest
		v.w.mu.Unlock()
	}
	if v.pace.wait(v.ctx) != nil {
		return nil
	}
	v.mu.Lock()
	v.reads++
	v.mu.Unlock()
	x := &Exchange{Started: time.Now(), RequestHeader: okta.Headers(http.MethodGet), Proto: "HTTP/1.1"}
	x.Answer = v.client.With(func(c *okta.Config) { c.Authorization = token }).Do(v.ctx, r)
	if v.ctx.Err() != nil || x.Status == http.StatusTooManyRequests {
		return nil
	}
	x.RequestHeader.Set("Authorization", token)
	return x
}

// lists reads both lists to their end, unless they are very long.
func (v *verifier) lists() {
	for _, kind := range []harness.Kind{harness.Users, harness.Groups} {
		v.poll(listReads, func(d *draft) {
			began := time.Now()
			var pages []okta.Answer
			for start := 1; ; start += verifiedPage {
				if len(pages) == mostPages {
					v.mu.Lock()
					v.cut = true
					v.mu.Unlock()
					return
				}
				x := v.see(d, okta.Request{Method: http.MethodGet, Path: "/" + string(kind),
					Query: [][2]string{{"startIndex", fmt.Sprint(start)}, {"count", fmt.Sprint(verifiedPage)}}}, "")
				if x == nil || !x.OK() {
					return
				}
				pages = append(pages, x.Answer)
				if total, _ := x.Total(); start+verifiedPage > total || len(check.PageIDs(x.Answer)) == 0 {
					v.judge(d, x, func(j *judge) { j.walk(kind, check.Walk{Pages: pages, Size: verifiedPage}, began) })
					return
				}
			}
		})
	}
}

// pace spreads requests over time.
type pace struct {
	each time.Duration
	mu   sync.Mutex
	next time.Time
}

func (p *pace) wait(ctx context.Context) error {
	p.mu.Lock()
	at := time.Now()
	if p.next.After(at) {
		at = p.next
	}
	p.next = at.Add(p.each)
	p.mu.Unlock()
	select {
	case <-time.After(time.Until(at)):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

package harness

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"

	"github.com/oktascim/oktascim/suites/okta"
)

// Left is a resource that could not be cleaned up, and why.
type Left struct {
	Type string `json:"type"`
	ID   string `json:"id"`
	Name string `json:"name"`
	Why  string `json:"why"`
}

// CleanUp counts what was done with the resources a run created: groups are
// deleted, users deactivated, as Okta would, and with Purge deleted too.
type CleanUp struct {
	Deactivated int `json:"deactivated"`
	Deleted     int `json:"deleted"`
	Purged      int `json:"purged"`
	Requests    int `json:"requests"`
	// Sent is the number of all requests of the run, those of checks included.
	Sent int    `json:"sent"`
	Left []Left `json:"left,omitempty"`
}

// Add sums two clean-ups.
func (c *CleanUp) Add(o CleanUp) {
	c.Deactivated += o.Deactivated
	c.Deleted += o.Deleted
	c.Purged += o.Purged
	c.Requests += o.Requests
	c.Sent += o.Sent
	c.Left = append(c.Left, o.Left...)
}

// cleaner removes resources of this run and nothing else: it reads each one
// first and looks for the run's tag in its names, because a broken server may
// have answered a create with somebody else's id. It may also have the name under
// which a check claimed it. What the guard knows by such a read is not read again.
type cleaner struct {
	client  *okta.Client
	wall    *wall
	tenant  string
	names   *Namer
	settler *Settler
	purge   bool
	known   map[string]bool       // ids of what was made: not to be taken for what was refused
	putAway func(id, name string) // is told of users who are inactive afterwards; may be nil
}

// atOnce is how many users are cleaned up at the same time.
const atOnce = 8

// clean cleans up groups one after the other, then users several at a time.
func (c cleaner) clean(ctx context.Context, created []Created) CleanUp {
	var sum CleanUp
	c.known = map[string]bool{}
	for _, r := range created {
		c.known[r.ID] = true
	}
	for _, r := range created {
		if r.Kind == Groups {
			sum.Add(c.group(ctx, r))
		}
	}
	users := slices.DeleteFunc(slices.Clone(created), func(r Created) bool { return r.Kind != Users })
	var mu sync.Mutex
	InParallel(atOnce, len(users), func(i int) {
		done := c.user(ctx, users[i])
		mu.Lock()
		defer mu.Unlock()
		sum.Add(done)
	})
	return sum
}

// left is the clean-up of a resource that failed.
func (r Created) left(err error) CleanUp {
	if err == nil {
		return CleanUp{}
	}
	return CleanUp{Left: []Left{{Type: string(r.Kind), ID: r.ID, Name: r.Name, Why: err.Error()}}}
}

// knows tells whether a read by id since the last doubt has shown the resource
// under a name that its clean-up heeds. Users who seem to be inactive are read
// once more rather than written to.
func (c cleaner) knows(r Created) bool {
	known := c.wall.guard.knows(resource{c.tenant, r.Kind, r.ID})
	return r.Fate == Made && r.ID != "" && r.Claimed == "" && known.evidence == named && !known.off
}

func (c cleaner) group(ctx context.Context, r Created) CleanUp {
	if c.knows(r) && c.client.DeleteGroup(ctx, r.ID).OK() {
		return CleanUp{Deleted: 1}
	}
	a, missing, err := c.read(ctx, &r, c.client.ReadGroup, c.client.LookupGroup)
	if err != nil || missing {
		return r.left(err)
	}
	if name := a.String("displayName"); !c.names.Ours(name) && !r.claims(name) {
		return r.left(r.stranger("group", name))
	}
	if d := c.client.DeleteGroup(ctx, r.ID); !d.OK() && !gone(d) {
		return r.left(refusal(d))
	}
	return CleanUp{Deleted: 1}
}

func (c cleaner) user(ctx context.Context, r Created) CleanUp {
	if c.knows(r) && !c.purge && c.off(ctx, r.ID) {
		c.tell(r)
		return CleanUp{Deactivated: 1}
	}
	u, missing, err := c.read(ctx, &r, c.client.ReadUser, c.client.LookupUser)
	if err != nil || missing {
		return r.left(err)
	}
	if !c.names.Ours(u.String("userName")) && !c.names.Ours(u.String("externalId")) && !r.claims(u.String("userName")) {
		return r.left(r.stranger("user", u.String("userName")))
	}
	var done CleanUp
	if u["active"] != false {
		if err := c.deactivate(ctx, r.ID); err != nil {
			return r.left(err)
		}
		done.Deactivated = 1
		c.tell(r)
	}
	if c.purge {
		if d := c.client.Do(ctx, okta.Request{Method: http.MethodDelete, Path: "/Users/" + url.PathEscape(r.ID)}); !d.OK() && !gone(d) {
			done.Add(r.left(refusal(d)))
			return done
		}
		done.Purged = 1
	}
	return done
}

// tell is called when a deactivation was sent and shows. A user who was found
// inactive may be one whose reactivation shows late.
func (c cleaner) tell(r Created) {
	if c.putAway != nil {
		c.putAway(r.ID, r.Name)
	}
}

// stranger says that somebody else's resource was answered instead of ours.
// After a refusal that is as it should be: the name was taken.
func (r Created) stranger(kind, name string) error {
	if r.Fate == Refused {
		return nil
	}
	return fmt.Errorf("the app shows this %s as %q, which does not carry the tag of this run: not touched", kind, name)
}

// off deactivates by one PATCH, and tells whether that shows.
func (c cleaner) off(ctx context.Context, id string) bool {
	a := c.client.PatchUser(ctx, id, map[string]any{"active": false})
	if a.OK() && a.Resource == nil {
		a = c.client.ReadUser(ctx, id)
	}
	return a.OK() && a.Resource.ID() == id && a.Resource["active"] == false
}

// deactivate tries PATCH, then PUT, and looks whether it helped: a server that
// knows only one of them, or that answers 200 and does nothing, is still
// cleaned up.
func (c cleaner) deactivate(ctx context.Context, id string) error {
	var why error
	for _, d := range []okta.Dialect{okta.OIN, okta.AIW} {
		run := c.client.With(func(cfg *okta.Config) { cfg.Dialect = d }).Deactivate(ctx, id)
		if run.Stop != "" {
			why = refusal(run.Last())
			continue
		}
		if c.inactive(ctx, run.Last(), id) {
			return nil
		}
		why = fmt.Errorf("%s answered %d, but the user is still active", run.Last().Op(), run.Last().Status)
	}
	return why
}

// inactive tells whether a deactivation shows, in its answer or by a fresh read.
func (c cleaner) inactive(ctx context.Context, answer okta.Answer, id string) bool {
	if answer.Resource["active"] == false {
		return true
	}
	ok, _ := c.settler.Wait(ctx, "deactivate", func() bool {
		a := c.client.ReadUser(ctx, id)
		return gone(a) || a.Resource["active"] == false
	})
	return ok
}

// read finds the resource by its id or, when there is none, by its name. What
// was made, or may have been made, can appear late.
func (c cleaner) read(ctx context.Context, r *Created, byID, byName func(context.Context, string) okta.Answer) (found okta.Resource, missing bool, err error) {
	var a okta.Answer
	look := func() bool {
		if r.ID != "" {
			a = byID(ctx, r.ID)
			found = a.Resource
			return !gone(a)
		}
		a = byName(ctx, r.Name)
		list, _ := a.List()
		if len(list) == 0 {
			return false
		}
		found = list[0]
		return true
	}
	there := false
	if r.Fate == Made || r.Fate == Unanswered {
		there, _ = c.settler.Wait(ctx, "create", look)
	} else {
		there = look()
	}
	switch {
	case !there, r.Fate == Refused && c.known[found.ID()]:
		return nil, true, nil
	case !a.OK() || found == nil:
		return nil, false, refusal(a)
	}
	r.ID = found.ID()
	return found, false, nil
}

// gone tells whether the resource is not there (any more).
func gone(a okta.Answer) bool {
	return a.Status == http.StatusNotFound || a.Status == http.StatusGone
}

func refusal(a okta.Answer) error {
	if a.Err != nil {
		return fmt.Errorf("%s: %w", a.Op(), a.Err)
	}
	return fmt.Errorf("%s answered %d", a.Op(), a.Status)
}

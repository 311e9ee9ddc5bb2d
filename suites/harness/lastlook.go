package harness

import (
	"context"
	"slices"

	"github.com/oktascim/oktascim/suites/okta"
)

// lastPages bounds the walk over a list at the end of a run, in pages of 100.
const lastPages = 100

// lastLook walks over both lists at the end of a run and cleans up what carries its tag and is still there: an active user, a
// group. A clean-up that was answered with success proves nothing. What the lists show then is left, and reported.
func (e *Env) lastLook(ctx context.Context) {
	e.mu.Lock()
	told := slices.Clone(e.cleaned.Left)
	idle := e.cleaned.Deactivated+e.cleaned.Deleted+len(told) == 0
	e.mu.Unlock()
	if e.Keep || e.ReadOnly || idle || e.GaveUp() != "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTime+silent*e.Timeout)
	defer cancel()
	counter := &counter{next: e.Transport}
	c := e.cleaner(counter, false)
	var sum CleanUp
	for _, kind := range []Kind{Groups, Users} {
		found := slices.DeleteFunc(e.stillThere(ctx, c, kind), func(r Created) bool {
			return slices.ContainsFunc(told, func(l Left) bool { return l.Type == string(kind) && l.ID == r.ID })
		})
		if len(found) == 0 {
			continue
		}
		for _, r := range found {
			var done CleanUp
			if kind == Groups {
				done = c.group(ctx, r)
			} else {
				done = c.user(ctx, r)
			}
			done.Left = nil // what the list shows afterwards counts
			sum.Add(done)
		}
		var left []Created
		e.patience.Wait(ctx, "clean-up in the list", func() bool {
			left = slices.DeleteFunc(e.stillThere(ctx, c, kind), func(r Created) bool { return !slices.Contains(found, r) })
			return len(left) == 0
		})
		for _, r := range left {
			sum.Left = append(sum.Left, Left{string(r.Kind), r.ID, r.Name, "the list still shows it after the clean-up" + activeNote(kind)})
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	sum.Requests = int(counter.n.Load() + c.wall.reads.Load())
	e.cleaned.Add(sum)
}

func activeNote(k Kind) string {
	if k == Users {
		return ", as active"
	}
	return ""
}

// stillThere are the resources in a list that this run made and that are not cleaned up. A list that cannot be walked over
// tells nothing.
func (e *Env) stillThere(ctx context.Context, c cleaner, kind Kind) (out []Created) {
	list := c.client.ListUsers
	if kind == Groups {
		list = c.client.ListGroups
	}
	start := 1
	seen := map[string]bool{}
	for range lastPages {
		page := list(ctx, start, 100)
		resources, _ := page.List()
		fresh := false
		for _, r := range resources {
			if seen[r.ID()] || r.ID() == "" {
				continue
			}
			seen[r.ID()], fresh = true, true
			if e.ours(r) && (kind == Groups || r["active"] == true) {
				out = append(out, Created{Kind: kind, ID: r.ID(), Name: nameOf(kind, r)})
			}
		}
		if !page.OK() || !fresh {
			return out
		}
		start += len(resources)
	}
	return out
}

// ours tells whether a name or the externalId of a resource carries the tag of this run.
func (e *Env) ours(r okta.Resource) bool {
	return slices.ContainsFunc([]string{"userName", "externalId", "displayName"}, func(name string) bool { return e.Names.Ours(r.String(name)) })
}

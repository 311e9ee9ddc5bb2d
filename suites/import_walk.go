package suites

import (
	"context"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// walk reads all users as Okta imports them.
func (t *T) walk() check.Walk {
	w := check.Walk{Pages: t.Okta.ImportUsers(t, walkLimit/importPage), Size: importPage}
	pool := t.world.imports
	pool.walks = append(pool.walks, w)
	pool.walks = pool.walks[max(0, len(pool.walks)-2):]
	return w
}

// judgeWalk reports what want finds wrong with an import over the whole list.
// The walk is shared with other checks. When there is something wrong with it,
// the check walks itself, until the settle time is over: others may have
// written to the list during the walk.
func (t *T) judgeWalk(want func(check.Walk) []check.Problem) {
	if walks := t.world.imports.walks; len(walks) > 0 && len(want(walks[len(walks)-1])) == 0 {
		return
	}
	t.rarely("import", func() []check.Problem { return want(t.walk()) })
}

// blockOnRecedingEnd ends the check when the latest walk was given up because
// the list grew as fast as it was read. Others may fill the tenant as fast, so
// that this is no fault of the app; but nothing is known of such a list.
func (t *T) blockOnRecedingEnd() {
	walks := t.world.imports.walks
	if len(walks) == 0 {
		return
	}
	if w := walks[len(walks)-1]; len(w.Pages) >= walkLimit/importPage && w.Recedes() {
		t.Block("the list grew as fast as it was read: totalResults went from %d to %d within %d pages, and an import by Okta would go on. "+
			"If others fill the tenant at the moment, run again when they are done; if nobody does, the list has no end", check.Total(w.Pages[0]), w.Total(), len(w.Pages))
	}
}

// rarely is Eventually for reads that are dear.
func (t *T) rarely(operation string, read func() []check.Problem) {
	problems, _ := t.waitBy(t.Env().Settler.WaitRarely, operation, read)
	t.Report(problems)
}

// judgeTwoWalks is judgeWalk for two imports, one after the other.
func (t *T) judgeTwoWalks(want func(first, second check.Walk) []check.Problem) {
	walks := t.world.imports.walks
	if len(walks) == 2 && len(want(walks[0], walks[1])) == 0 {
		return
	}
	if len(walks) == 1 && len(want(walks[0], t.walk())) == 0 {
		return
	}
	t.rarely("import", func() []check.Problem { return want(t.walk(), t.walk()) })
}

// pagesOf reads pages from start to the end of a list, and most of them at most.
func pagesOf(ctx context.Context, list func(ctx context.Context, start, count int) okta.Answer, size, first, most int) check.Walk {
	w := check.Walk{Size: size, First: first}
	for start := first*size + 1; len(w.Pages) < most; start += size {
		a := list(ctx, start, size)
		w.Pages = append(w.Pages, a)
		if !a.OK() || len(check.PageIDs(a)) == 0 || start+size > check.Total(a) {
			break
		}
	}
	return w
}

// pageOf is the number, from 0, of the first page with a user of ours, by the
// latest walk.
func (t *T) pageOf(ours map[string]bool) int {
	if len(t.world.imports.walks) == 0 {
		t.walk()
	}
	walks := t.world.imports.walks
	for i, page := range walks[len(walks)-1].Pages {
		for _, id := range check.PageIDs(page) {
			if ours[id] {
				return i
			}
		}
	}
	t.Unsupported("the list shows no user of this run (import.users.once)")
	return 0
}

// listUsers asks for users with a query that Okta does not send itself.
func (t *T) listUsers(query ...[2]string) okta.Answer {
	return t.Okta.Do(t, okta.Request{Method: "GET", Path: "/Users", Query: query})
}

package harness

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"sync"

	"github.com/oktascim/oktascim/suites/okta"
)

// Found is a resource of an earlier run as the target shows it now.
type Found struct {
	Created
	Shown  string // its userName or displayName now
	Active bool   // of a user
}

// lookers is how many resources are looked up at the same time.
const lookers = 8

// Look reads what an earlier run has made, or may have made. What is not there
// any more is left out; what cannot be read, or is somebody else's by now, is
// left. The run id and the prefix of the settings are those of that run.
func (e *Env) Look(ctx context.Context, created []Created) (found []Found, left []Left) {
	var mu sync.Mutex
	InParallel(lookers, len(created), func(i int) {
		f, l := e.look(ctx, created[i])
		mu.Lock()
		defer mu.Unlock()
		if f != nil {
			found = append(found, *f)
		}
		left = append(left, l.Left...)
	})
	slices.SortStableFunc(found, func(a, b Found) int { return compareCreated(a.Created, b.Created) })
	return found, left
}

func compareCreated(a, b Created) int {
	if a.Kind != b.Kind {
		if a.Kind == Groups {
			return -1
		}
		return 1
	}
	switch {
	case a.Name < b.Name:
		return -1
	case a.Name > b.Name:
		return 1
	}
	return 0
}

func (e *Env) look(ctx context.Context, r Created) (*Found, CleanUp) {
	c := e.cleaner(e.Transport, r.OtherTenant)
	c.settler = NewSettler(0) // it had time enough
	byID, byName, attribute := c.client.ReadUser, c.client.LookupUser, "userName"
	if r.Kind == Groups {
		byID, byName, attribute = c.client.ReadGroup, c.client.LookupGroup, "displayName"
	}
	shown, missing, err := c.read(ctx, &r, byID, byName)
	if err != nil || missing {
		return nil, r.left(err)
	}
	f := &Found{Created: r, Shown: shown.String(attribute), Active: r.Kind == Users && shown["active"] != false}
	if !c.names.Ours(f.Shown) && !c.names.Ours(shown.String("externalId")) && !r.claims(f.Shown) {
		return nil, r.left(r.stranger(map[Kind]string{Users: "user", Groups: "group"}[r.Kind], f.Shown))
	}
	return f, CleanUp{}
}

// Sweep cleans up what Look found: groups are deleted, users deactivated, and
// deleted with Purge.
func (e *Env) Sweep(ctx context.Context, found []Found) CleanUp {
	byTenant := map[bool][]Created{}
	for _, f := range found {
		byTenant[f.OtherTenant] = append(byTenant[f.OtherTenant], f.Created)
		if r := (resource{tenantNamed(f.OtherTenant), f.Kind, f.ID}); f.Claimed != "" {
			e.Guard.learn(r, func(s *sight) { s.claimed = f.Claimed })
		}
	}
	for _, created := range byTenant {
		e.cleanUp(ctx, created)
	}
	return e.CloseAll(ctx)
}

// sweepPages bounds a walk over a list, in pages of 100.
const sweepPages = 2000

// Tagged walks over all users and groups and gives, by run id, those whose names
// carry the prefix and the tag of a run.
func (e *Env) Tagged(ctx context.Context) (map[string][]Created, error) {
	tag := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(e.Names.Prefix()) + `-([a-z0-9]{6})-[a-z]*[0-9]`)
	client := e.cleaner(e.Transport, false).client
	found := map[string][]Created{}
	for kind, list := range map[Kind]func(context.Context, int, int) okta.Answer{Users: client.ListUsers, Groups: client.ListGroups} {
		if err := tagged(ctx, kind, list, e.Names.Prefix(), tag, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// tagged walks over one list. Pages may be shorter than asked for.
func tagged(ctx context.Context, kind Kind, list func(ctx context.Context, start, count int) okta.Answer, prefix string,
	tag *regexp.Regexp, found map[string][]Created) error {
	seen := map[string]bool{}
	start := 1
	for range sweepPages {
		page := list(ctx, start, 100)
		if !page.OK() || page.Resource == nil {
			return fmt.Errorf("the list of %s cannot be walked over: %w", kind, refusal(page))
		}
		resources, _ := page.List()
		if len(resources) == 0 {
			return nil
		}
		fresh := false
		for _, r := range resources {
			fresh = fresh || !seen[r.ID()]
			if run := runOf(prefix, tag, r); run != "" && r.ID() != "" && !seen[r.ID()] {
				found[run] = append(found[run], Created{Kind: kind, ID: r.ID(), Name: nameOf(kind, r)})
			}
			seen[r.ID()] = true
		}
		if !fresh { // the same page again
			return nil
		}
		start += len(resources)
	}
	return fmt.Errorf("the list of %s does not end within %d pages", kind, sweepPages)
}

func nameOf(kind Kind, r okta.Resource) string {
	if kind == Users {
		return r.String("userName")
	}
	return r.String("displayName")
}

// runOf is the id of the run that made a resource, by its names and its externalId.
func runOf(prefix string, tag *regexp.Regexp, r okta.Resource) string {
	for _, name := range []string{r.String("userName"), r.String("externalId"), r.String("displayName")} {
		if m := tag.FindStringSubmatch(name); m != nil {
			return m[1]
		}
	}
	return runOfOktaID(prefix, r.String("externalId"))
}

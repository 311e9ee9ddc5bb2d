package provider_test

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
	"github.com/oktascim/oktascim/provider/sqlite"
)

// people is how many users the clients of the model push about, and seats how many of them may be active.
const people, seats = 4, 2

// tenant is the model: who is a member and who is active, a bit each.
type tenant struct{ members, active uint8 }

// step is what one client asked for.
type step struct {
	op   string // add, remove, replace, members; activate, deactivate, active
	who  int
	them uint8 // replace
}

// outcome is what it was answered.
type outcome struct {
	status int
	them   uint8 // members, active
}

// model says which answers are right when requests are answered one after the other.
var model = porcupine.Model{
	Init: func() any { return tenant{} },
	Step: func(state, input, output any) (bool, any) {
		s, in, out := state.(tenant), input.(step), output.(outcome)
		one := uint8(1) << in.who
		switch in.op {
		case "add":
			s.members |= one
		case "remove":
			s.members &^= one
		case "replace":
			s.members = in.them
		case "members":
			return out.status == 200 && out.them == s.members, s
		case "active":
			return out.status == 200 && out.them == s.active, s
		case "deactivate":
			s.active &^= one
		case "activate":
			if s.active&one == 0 && bits.OnesCount8(s.active) >= seats {
				return out.status == 403, s
			}
			s.active |= one
		}
		return out.status == 200 || out.status == 204, s
	},
	DescribeOperation: func(input, output any) string { return fmt.Sprintf("%+v → %+v", input, output) },
}

// history lets clients work on one group and its users at once, and records what they asked and saw.
func history(t *testing.T, c *scimtest.Client, clients, steps int) []porcupine.Operation {
	var ids []string
	for i := range people {
		ids = append(ids, c.User(fmt.Sprintf("u%d@example.com", i), provider.Object{"active": false}))
	}
	group := c.Group("g")
	set := func(shown []string) (them uint8) {
		for i, id := range ids {
			if slices.Contains(shown, id) {
				them |= 1 << i
			}
		}
		return them
	}
	do := func(in step) outcome {
		id := ids[in.who]
		patch := func(path, operation string) outcome {
			return outcome{status: c.Patch(path, scimtest.Operations(operation)).Status}
		}
		switch in.op {
		case "add":
			return patch("/Groups/"+group, `{"op":"add","path":"members","value":[{"value":"`+id+`"}]}`)
		case "remove":
			return patch("/Groups/"+group, `{"op":"remove","path":"members[value eq \"`+id+`\"]"}`)
		case "replace":
			var members []string
			for i, id := range ids {
				if in.them&(1<<i) != 0 {
					members = append(members, `{"value":"`+id+`"}`)
				}
			}
			return outcome{status: c.Put("/Groups/"+group, `{"displayName":"g","members":[`+strings.Join(members, ",")+`]}`).Status}
		case "activate":
			return patch("/Users/"+id, `{"op":"replace","value":{"active":true}}`)
		case "deactivate":
			return patch("/Users/"+id, `{"op":"replace","value":{"active":false}}`)
		case "members":
			a := c.Get("/Groups/" + group)
			return outcome{a.Status, set(a.Each("members", "value"))}
		default:
			a := c.Get("/Users?filter=active+eq+true")
			return outcome{a.Status, set(a.Each("", "id"))}
		}
	}
	ops := []string{"add", "remove", "replace", "members", "activate", "deactivate", "active"}
	var mu sync.Mutex
	var all []porcupine.Operation
	var working sync.WaitGroup
	start := time.Now()
	for n := range clients {
		random := rand.New(rand.NewPCG(uint64(n), 1))
		working.Go(func() {
			for range steps {
				in := step{op: ops[random.IntN(len(ops))], who: random.IntN(people), them: uint8(random.IntN(1 << people))}
				o := porcupine.Operation{ClientId: n, Input: in, Call: int64(time.Since(start))}
				o.Output = do(in)
				o.Return = int64(time.Since(start))
				mu.Lock()
				all = append(all, o)
				mu.Unlock()
			}
		})
	}
	working.Wait()
	return all
}

// Memberships and seats look to clients that work at once as if requests were answered one after the other.
func TestLinearizable(t *testing.T) {
	t.Parallel()
	storages := map[string]func(*testing.T) provider.Storage{
		"memory": func(*testing.T) provider.Storage { return provider.NewMemory() },
		"sqlite": func(t *testing.T) provider.Storage {
			s, err := sqlite.Open(filepath.Join(t.TempDir(), "state.db"))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			return s
		},
	}
	for name, storage := range storages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := scimtest.NewClient(t, func(o *provider.Options) { o.SeatLimit, o.Storage = seats, storage(t) })
			if !porcupine.CheckOperations(model, history(t, c, 5, 60)) {
				t.Error("what the clients saw fits no order of their requests")
			}
		})
	}
	// The model sees it when it is not so.
	for _, fault := range []string{"member-race-lost-update", "seat-reactivate-bypass"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			c := scimtest.NewClient(t, scimtest.Hooked(t, faulty.Hooks, fault), func(o *provider.Options) { o.SeatLimit = seats })
			if porcupine.CheckOperations(model, history(t, c, 5, 60)) {
				t.Error("the fault was not seen")
			}
		})
	}
}

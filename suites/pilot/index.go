package pilot

import "strings"

// index finds accounts by a text, whatever its case. It holds numbers of
// accounts, chained where several have the same text.
type index struct {
	first map[string]int32
	chain []link
}

type link struct{ user, next int32 }

func newIndex(size int) *index { return &index{first: make(map[string]int32, size)} }

func (x *index) add(text string, user int) {
	if text == "" {
		return
	}
	folded := strings.ToLower(text)
	next, there := x.first[folded]
	if !there {
		next = -1
	}
	x.chain = append(x.chain, link{int32(user), next})
	x.first[folded] = int32(len(x.chain) - 1)
}

// find gives the numbers of the accounts, in the order in which they were
// added.
func (x *index) find(text string) []int {
	at, there := x.first[strings.ToLower(text)]
	if text == "" || !there {
		return nil
	}
	var out []int
	for ; at >= 0; at = x.chain[at].next {
		out = append(out, int(x.chain[at].user))
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

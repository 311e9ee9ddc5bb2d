package provider

import (
	"cmp"
	"slices"
)

// memoryTable is the users or the groups of a tenant.
type memoryTable struct {
	rows  map[string]*memoryRow // by id
	order []*memoryRow          // by seq
	index map[Key][]*memoryRow  // each by seq
}

type memoryRow struct {
	seq      int64
	resource *Resource
}

func bySeq(a, b *memoryRow) int { return cmp.Compare(a.seq, b.seq) }

// place puts a row into the order and the index; drop takes it out.
func (t *memoryTable) place(row *memoryRow) {
	t.rows[row.resource.ID] = row
	at, _ := slices.BinarySearchFunc(t.order, row, bySeq)
	t.order = slices.Insert(t.order, at, row)
	t.addKeys(row)
}

func (t *memoryTable) drop(row *memoryRow) {
	delete(t.rows, row.resource.ID)
	if at, ok := slices.BinarySearchFunc(t.order, row, bySeq); ok {
		t.order = slices.Delete(t.order, at, at+1)
	}
	t.dropKeys(row)
}

func (t *memoryTable) addKeys(row *memoryRow) {
	for _, k := range row.resource.Keys() {
		rows := t.index[k]
		if at, there := slices.BinarySearchFunc(rows, row, bySeq); !there {
			t.index[k] = slices.Insert(rows, at, row)
		}
	}
}

func (t *memoryTable) dropKeys(row *memoryRow) {
	for _, k := range row.resource.Keys() {
		rows := t.index[k]
		at, there := slices.BinarySearchFunc(rows, row, bySeq)
		switch {
		case !there:
		case len(rows) == 1:
			delete(t.index, k)
		default:
			t.index[k] = slices.Delete(rows, at, at+1)
		}
	}
}

package provider

import (
	"cmp"
	"iter"
	"slices"
	"sync"
)

// Memory is a Storage that lasts as long as the process.
type Memory struct {
	mu      sync.Mutex
	tenants map[string]*memoryTenant
}

// NewMemory returns an empty Memory.
func NewMemory() *Memory {
	return &Memory{tenants: map[string]*memoryTenant{}}
}

// Read implements Storage.
func (m *Memory) Read(tenant string, do func(Tx) error) error {
	t := m.tenant(tenant)
	t.mu.RLock()
	defer t.mu.RUnlock()
	return do(&memoryTx{memoryTenant: t})
}

// Write implements Storage.
func (m *Memory) Write(tenant string, do func(Tx) error) error {
	t := m.tenant(tenant)
	t.mu.Lock()
	defer t.mu.Unlock()
	tx := &memoryTx{memoryTenant: t}
	done := false
	defer func() {
		if !done {
			tx.rollBack()
		}
		tx.compact()
	}()
	err := do(tx)
	done = err == nil
	return err
}

// Clear implements Storage. A transaction that is under way ends on the state that is forgotten.
func (m *Memory) Clear() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.tenants)
	return nil
}

func (m *Memory) tenant(name string) *memoryTenant {
	m.mu.Lock()
	defer m.mu.Unlock()
	t, ok := m.tenants[name]
	if !ok {
		t = newMemoryTenant()
		m.tenants[name] = t
	}
	return t
}

type memoryTenant struct {
	mu      sync.RWMutex
	tables  map[string]*memoryTable
	members map[string]*memberSet // by group
	groups  map[string][]string   // by member; replaced, never changed
	active  int
	last    int64 // sequence number given out last
}

func newMemoryTenant() *memoryTenant {
	return &memoryTenant{
		tables: map[string]*memoryTable{
			KindUser:  {rows: map[string]*memoryRow{}, index: map[Key][]*memoryRow{}},
			KindGroup: {rows: map[string]*memoryRow{}, index: map[Key][]*memoryRow{}},
		},
		members: map[string]*memberSet{},
		groups:  map[string][]string{},
	}
}

// memoryTx is a transaction: it changes the tenant at once and remembers how to undo that.
type memoryTx struct {
	*memoryTenant
	undo    []func()
	touched []string // groups whose members were removed
}

func (tx *memoryTx) rollBack() {
	for _, undo := range slices.Backward(tx.undo) {
		undo()
	}
}

func (tx *memoryTx) Get(kind, id string) *Resource {
	if row, ok := tx.tables[kind].rows[id]; ok {
		return row.resource
	}
	return nil
}

func (tx *memoryTx) Find(kind string, key Key) []*Resource {
	rows := tx.tables[kind].index[key]
	found := make([]*Resource, 0, len(rows))
	for _, row := range rows {
		found = append(found, row.resource)
	}
	return found
}

func (tx *memoryTx) List(kind string, offset, limit int) []*Resource {
	order := tx.tables[kind].order
	from := min(max(offset, 0), len(order))
	rows := order[from : from+min(max(limit, 0), len(order)-from)]
	list := make([]*Resource, len(rows))
	for i, row := range rows {
		list[i] = row.resource
	}
	return list
}

func (tx *memoryTx) Count(kind string) int { return len(tx.tables[kind].order) }

func (tx *memoryTx) Active() int { return tx.active }

func (tx *memoryTx) Put(r *Resource) {
	table := tx.tables[r.Kind]
	row, ok := table.rows[r.ID]
	if !ok {
		tx.last++
		row = &memoryRow{seq: tx.last, resource: r}
		table.place(row)
		tx.count(nil, r)
		tx.undo = append(tx.undo, func() { table.drop(row); tx.count(r, nil) })
		return
	}
	old := row.resource
	set := func(from, to *Resource) {
		if slices.Equal(from.Keys(), to.Keys()) {
			row.resource = to
		} else {
			table.dropKeys(row)
			row.resource = to
			table.addKeys(row)
		}
		tx.count(from, to)
	}
	set(old, r)
	tx.undo = append(tx.undo, func() { set(r, old) })
}

func (tx *memoryTx) Delete(kind, id string) {
	table := tx.tables[kind]
	row, ok := table.rows[id]
	if !ok {
		return
	}
	table.drop(row)
	tx.count(row.resource, nil)
	tx.undo = append(tx.undo, func() { table.place(row); tx.count(nil, row.resource) })
}

// count keeps the number of active users when from becomes to; nil is none.
func (tx *memoryTx) count(from, to *Resource) {
	if from.Active() {
		tx.active--
	}
	if to.Active() {
		tx.active++
	}
}

func (tx *memoryTx) Members(group string) iter.Seq[string] {
	return tx.members[group].all()
}

func (tx *memoryTx) MemberCount(group string) int {
	return tx.members[group].len()
}

func (tx *memoryTx) HasMember(group, member string) bool {
	return tx.members[group].has(member)
}

func (tx *memoryTx) GroupsOf(member string) []string {
	return tx.groups[member]
}

func (tx *memoryTx) AddMember(group, member string) bool {
	set := tx.members[group]
	if set.has(member) {
		return false
	}
	if set == nil {
		set = newMemberSet()
		tx.members[group] = set
	}
	set.add(member)
	before := tx.setGroups(member, append(slices.Clone(tx.groups[member]), group))
	tx.undo = append(tx.undo, func() { set.removeLast(member); tx.setGroups(member, before) })
	return true
}

func (tx *memoryTx) RemoveMember(group, member string) bool {
	set := tx.members[group]
	if !set.has(member) {
		return false
	}
	at := set.remove(member)
	left := slices.DeleteFunc(slices.Clone(tx.groups[member]), func(g string) bool { return g == group })
	before := tx.setGroups(member, left)
	tx.undo = append(tx.undo, func() { set.restore(at, member); tx.setGroups(member, before) })
	if n := len(tx.touched); n == 0 || tx.touched[n-1] != group {
		tx.touched = append(tx.touched, group)
	}
	return true
}

// setGroups records the groups of a member and returns what was recorded before.
func (tx *memoryTx) setGroups(member string, groups []string) (before []string) {
	before = tx.groups[member]
	if len(groups) == 0 {
		delete(tx.groups, member)
	} else {
		tx.groups[member] = groups
	}
	return before
}

// compact closes the gaps that removals left, once nothing can be undone any more.
func (tx *memoryTx) compact() {
	for _, group := range tx.touched {
		if set := tx.members[group]; set.len() == 0 {
			delete(tx.members, group)
		} else {
			set.compact()
		}
	}
}

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

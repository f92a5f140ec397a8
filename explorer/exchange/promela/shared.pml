R"pml(
/* Locks that readers share: how often each context holds them, how many do,
   and how many writers show that they wait. */
#define READER(l) (l) * CONTEXTS + me

byte reads[OBJECTS * CONTEXTS];
byte readers[OBJECTS];
byte writers_waiting[OBJECTS];
)pml"

using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]

// Two labs at a time: each has networks of its own, and most of a test is waiting for real timers and programs. More would only
// make two cores late.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

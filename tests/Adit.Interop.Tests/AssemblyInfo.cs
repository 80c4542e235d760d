using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]

// One lab at a time: each test has the machine, and its timings, to itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

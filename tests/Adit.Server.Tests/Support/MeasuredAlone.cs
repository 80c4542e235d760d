namespace Adit.Server.Tests.Support;

/// <summary>Tests that look at the memory of the whole process run while no others do.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;

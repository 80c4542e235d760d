namespace Adit.Interop.Tests;

/// <summary>The tests of RADIUS share one server, which costs more than all of them.</summary>
[CollectionDefinition(Name)]
public sealed class RadiusCollection : ICollectionFixture<RadiusFixture>
{
    public const string Name = "RADIUS";
}

namespace Adit.Interop.Tests;

/// <summary>One lab for the tests of a client's ways out: through a proxy, and none but the tunnel.</summary>
[CollectionDefinition(Name)]
public sealed class WaysCollection : ICollectionFixture<SstpFixture>
{
    public const string Name = "ways";
}

namespace Adit.Interop.Tests;

/// <summary>The tests that share one FreeRADIUS behind one gateway.</summary>
[CollectionDefinition(Name)]
public sealed class RemoteAuthorityCollection : ICollectionFixture<RemoteAuthorityFixture>
{
    public const string Name = "remote authority";
}

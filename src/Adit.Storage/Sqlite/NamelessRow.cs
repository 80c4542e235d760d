namespace Adit.Storage.Sqlite;

/// <summary>What the attempts of one address come to.</summary>
internal sealed record NamelessRow
{
    public string PeerAddress { get; init; } = "";

    public long Count { get; init; }

    public long LastId { get; init; }

    public long Started { get; init; }

    public string? FailureCode { get; init; }
}

namespace Adit.Certificates.Revocation;

/// <summary>A statement that holds, or why there is none: either of the two is null.</summary>
internal sealed record Obtained<T>(T? Value, string? Problem)
    where T : class;

/// <summary>A statement about revocation that has been verified.</summary>
internal interface IStatement
{
    Lifespan Life { get; }

    /// <summary>How much memory it holds, in bytes, more or less.</summary>
    int Size { get; }
}

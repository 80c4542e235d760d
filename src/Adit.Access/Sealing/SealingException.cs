namespace Adit.Access.Sealing;

/// <summary>The key file cannot be used, and it has not been touched.</summary>
public sealed class SealingException(SealingFailure failure, Exception? innerException = null) : Exception(Describe(failure), innerException)
{
    /// <summary>Why.</summary>
    public SealingFailure Failure { get; } = failure;

    private static string Describe(SealingFailure failure) => failure switch
    {
        SealingFailure.TooOpen tooOpen =>
            $"The key file {tooOpen.Path} may be used by others than its owner ({tooOpen.Mode}): set its mode to 0600.",
        SealingFailure.NotOurs notOurs => $"The key file {notOurs.Path} belongs to another user.",
        SealingFailure.Malformed malformed =>
            $"The key file {malformed.Path} has {malformed.Length} bytes where a key has {SecretSealer.KeyLength}: restore it from a backup.",
        SealingFailure.Unreadable unreadable => $"The key file {unreadable.Path} cannot be read.",
        _ => failure.Code,
    };
}

namespace Adit.Storage;

/// <summary>The database cannot be used, and it has not been touched.</summary>
public sealed class StorageException(StorageFailure failure, Exception? innerException = null) : Exception(Describe(failure), innerException)
{
    /// <summary>Why.</summary>
    public StorageFailure Failure { get; } = failure;

    private static string Describe(StorageFailure failure) => failure switch
    {
        StorageFailure.NotOurs notOurs => $"{notOurs.Path} is not a database of Adit's: move it away, or name another state directory.",
        StorageFailure.NewerSchema newer =>
            $"{newer.Path} has schema {newer.Found}, and this Adit knows schemas up to {newer.Known}: install the newer Adit again.",
        StorageFailure.Damaged damaged => $"{damaged.Path} is damaged ({damaged.Detail}): restore it from a backup.",
        StorageFailure.TooOpen tooOpen =>
            $"{tooOpen.Path} may be used by others than its owner ({tooOpen.Mode}): set its mode to 0600.",
        StorageFailure.Unusable unusable => $"{unusable.Path} cannot be used: {unusable.Detail}.",
        _ => failure.Code,
    };
}

namespace Adit.Client.Profiles;

/// <summary>A profile that cannot be read at all.</summary>
public sealed class ProfileException(ProfileFailure failure, int line) : Exception(failure.ToString())
{
    /// <summary>Why.</summary>
    public ProfileFailure Failure { get; } = failure;

    /// <summary>Where, counted from 1.</summary>
    public int Line { get; } = line;
}

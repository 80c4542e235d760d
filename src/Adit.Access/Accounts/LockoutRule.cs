namespace Adit.Access.Accounts;

/// <summary>When wrong passwords lock an account.</summary>
/// <param name="MaxFailures">This many in a row lock; 0 for never.</param>
/// <param name="Duration">For so long.</param>
public readonly record struct LockoutRule(int MaxFailures, TimeSpan Duration);

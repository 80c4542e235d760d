namespace Adit.Server.Control;

/// <summary>A control request that was not carried out. Thrown by <see cref="IServerControl"/>, and again by <see cref="ControlClient"/>.</summary>
public sealed class ControlException(ControlFault fault, ProblemView problem, Exception? innerException = null)
    : Exception(problem.Cause, innerException)
{
    /// <summary>What kind of refusal it is.</summary>
    public ControlFault Fault { get; } = fault;

    /// <summary>The refusal in words.</summary>
    public ProblemView Problem { get; } = problem;
}

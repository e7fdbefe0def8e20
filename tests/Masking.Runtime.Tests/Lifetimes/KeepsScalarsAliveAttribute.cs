namespace Masking.Runtime.Tests;

/// <summary>
/// Numbers are converted here, or TorchSharp's methods called that do it, and something else sees to it that none dies while it is read.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class LooksAfterNumbersAttribute(string how) : Attribute
{
    public string How => how;
}

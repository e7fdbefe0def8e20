namespace Masking.Runtime.Tests;

/// <summary>
/// Marks code that converts numbers to scalars, or calls methods of TorchSharp that do, and keeps the scalars alive in another way.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class KeepsScalarsAliveAttribute(string how) : Attribute
{
    public string How => how;
}

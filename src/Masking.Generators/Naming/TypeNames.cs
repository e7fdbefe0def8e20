namespace Masking.Generators.Naming;

/// <summary>Types as generated code writes them: fully qualified, so that declarations near the policy cannot hide them.</summary>
internal static class TypeNames
{
    public const string Masking = "global::Masking.";
    public const string CompilerServices = "global::Masking.CompilerServices.";
    public const string Torch = "global::TorchSharp.torch.";
    public const string Tensor = Torch + "Tensor";
    public const string DisposeScope = "global::TorchSharp.DisposeScope";
    public const string TensorList = "global::System.Collections.Generic.IReadOnlyList<" + Tensor + "?>";
    public const string ArgumentNull = "global::System.ArgumentNullException";
    public const string ArgumentOutOfRange = "global::System.ArgumentOutOfRangeException";
    public const string InvalidOperation = "global::System.InvalidOperationException";
    public const string ObjectDisposed = "global::System.ObjectDisposedException";
    public const string Disposable = "global::System.IDisposable";

    /// <summary>The name of a type without what it is nested in, and without type arguments: <c>Order</c>.</summary>
    public static string SimpleName(string type)
    {
        string name = "";
        int depth = 0;
        foreach (char character in type)
        {
            depth += character switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 0 && character is '.' or ':')
            {
                name = "";
            }
            else if (depth == 0 && character is not ('>' or '@'))
            {
                name += character;
            }
        }

        return name;
    }
}

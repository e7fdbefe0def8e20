using Masking.CompilerServices;
using Masking.ModelFiles;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Masking.Player.Sessions;

/// <summary>A session of ONNX Runtime whose inputs and outputs are arrays in host memory. They are bound once.</summary>
internal sealed class BoundModel : IDisposable
{
    private const string Remedy = "Export the policy again with SaveOnnx.";

    private readonly OnnxModel _model;
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run = new();
    private readonly List<OrtValue> _values = [];

    /// <summary>Loads a model of a declaration.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The options of the session; null for one thread.</param>
    /// <param name="declaration">The declaration of the policy.</param>
    /// <param name="sizes">The sizes that differ from model to model, by name. Without options, they become constants of the session, which
    /// then computes no shapes.</param>
    /// <exception cref="ModelMismatchException">The model belongs to another declaration.</exception>
    /// <exception cref="ModelFileException">The model is damaged, or is no exported policy.</exception>
    public BoundModel(
        OnnxModel model, SessionOptions? options, PolicyDeclaration declaration, IEnumerable<(string Name, long Size)> sizes)
    {
        _model = model;
        _session = Load(model, options, sizes);
        _binding = _session.CreateIoBinding();
        try
        {
            RequireDeclaration(declaration);
        }
        catch (Exception)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether the model has an input.</summary>
    public bool HasInput(string name) => _session.InputMetadata.ContainsKey(name);

    /// <summary>Binds an array to the input of its name.</summary>
    /// <exception cref="ModelFileException">The model has no such input, or one of another shape or element type.</exception>
    public void BindInput(HostArray array)
    {
        Require("input", array, _session.InputMetadata);
        _binding.BindInput(array.Member, Share(array));
    }

    /// <summary>Binds an array to the output of its name.</summary>
    /// <exception cref="ModelFileException">The model has no such output, or one of another shape or element type.</exception>
    public void BindOutput(HostArray array)
    {
        Require("output", array, _session.OutputMetadata);
        _binding.BindOutput(array.Member, Share(array));
    }

    /// <summary>Requires that every input of the model is bound.</summary>
    /// <exception cref="ModelFileException">An input is not bound.</exception>
    public void RequireInputs(IEnumerable<string> bound)
    {
        if (_session.InputMetadata.Keys.Except(bound).FirstOrDefault() is { } other)
        {
            throw new ModelFileException(_model.Name, $"expected the inputs of the declaration, got also the input {other}. {Remedy}");
        }
    }

    /// <summary>Computes the outputs from the inputs.</summary>
    public void Run() => _session.RunWithBinding(_run, _binding);

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _run.Dispose();
        foreach (OrtValue value in _values)
        {
            value.Dispose();
        }

        _session.Dispose();
    }

    private static InferenceSession Load(OnnxModel model, SessionOptions? options, IEnumerable<(string Name, long Size)> sizes)
    {
        using SessionOptions? own = options is null ? OneThread(sizes) : null;
        try
        {
            return new InferenceSession(model.Bytes, options ?? own);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelFileException(
                model.Name,
                $"expected an ONNX file, but ONNX Runtime cannot load it: {exception.Message.TrimEnd('.')}. {Remedy}",
                exception);
        }
    }

    private static SessionOptions OneThread(IEnumerable<(string Name, long Size)> sizes)
    {
        SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        foreach ((string name, long size) in sizes)
        {
            options.AddFreeDimensionOverrideByName(name, size);
        }

        return options;
    }

    private void RequireDeclaration(PolicyDeclaration declaration)
    {
        if (!_session.ModelMetadata.CustomMetadataMap.TryGetValue(ModelWriter.DeclarationKey, out string? text))
        {
            throw new ModelFileException(_model.Name,
                $"expected an exported policy, but its metadata has no {ModelWriter.DeclarationKey}, because another program wrote it. "
                    + Remedy);
        }

        IReadOnlyList<string> differences = DeclarationDifferences.Between(Read(text), declaration);
        if (differences.Count > 0)
        {
            throw new ModelMismatchException(_model.Name, declaration.Name, differences, Remedy);
        }
    }

    private PolicyDeclaration Read(string text)
    {
        try
        {
            return DeclarationJson.Read(text);
        }
        catch (InvalidDataException exception)
        {
            throw new ModelFileException(_model.Name, $"expected an exported policy, but {exception.Message}. {Remedy}", exception);
        }
    }

    private void Require(string what, HostArray array, IReadOnlyDictionary<string, NodeMetadata> all)
    {
        if (!all.TryGetValue(array.Member, out NodeMetadata? node) || !node.IsTensor)
        {
            throw new ModelFileException(_model.Name, $"expected the {what} {array.Member}, which it does not have. {Remedy}");
        }

        if (node.ElementDataType != TypeOf(array) || node.Dimensions.Length != array.Shape.Length)
        {
            throw new ModelFileException(_model.Name,
                $"expected the {what} {array.Member} with {array.Shape.Length} axes of {TypeOf(array)}, got {node.Dimensions.Length} axes "
                    + $"of {node.ElementDataType}. {Remedy}");
        }

        for (int axis = 0; axis < array.Shape.Length; axis++)
        {
            // A size that differs from call to call is -1.
            if (node.Dimensions[axis] >= 0 && node.Dimensions[axis] != array.Shape[axis])
            {
                throw new ModelFileException(_model.Name,
                    $"expected the size {array.Shape[axis]} on axis {axis} of the {what} {array.Member}, as {array.Name} has it, got the "
                        + $"fixed size {node.Dimensions[axis]}. Create the player with the sizes of the file, or export the policy with "
                        + "other sizes.");
            }
        }
    }

    private OrtValue Share(HostArray array)
    {
        OrtValue value = OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, TypeOf(array), array.Shape, array.Address, array.LengthInBytes);
        _values.Add(value);
        return value;
    }

    private static TensorElementType TypeOf(HostArray array) => array switch
    {
        HostArray<bool> => TensorElementType.Bool,
        HostArray<long> => TensorElementType.Int64,
        _ => TensorElementType.Float,
    };
}

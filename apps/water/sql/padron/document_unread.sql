-- Documents that look like neither an identity card nor a tax number: the holder comes in
-- without one.
SELECT line, document AS detail
FROM candidates
WHERE document IS NOT NULL
  AND upper(document) !~ '^\s*(C\.?I\.?\s*)?[1-9][0-9]{3,7}(\s*-\s*[0-9][A-Z])?[\s-]*(CH|LP|CB|CBBA|OR|PT|TJ|SC|BE|PD)?\.?\s*$'
  AND document !~ '^\s*[1-9][0-9]{8,12}\s*$'
